package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.CodeFingerprint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was stored by older code is read as what this code knows; wrong chains are refused when the codec is built. */
class UpcasterTest {
    record Placed(String customer, String currency, BigDecimal total) {}

    record Street(String street) {}

    record City(String city) {}

    record Holder(Sku sku, @Nullable String text) {}

    private static JacksonCodecBuilder types() {
        return JacksonCodec.builder()
                .type(Placed.class, "placed", 3)
                .type(Street.class, "street")
                .type(City.class, "city");
    }

    private static final Upcaster FROM_1 = Upcaster.from("placed", 1).to(2, old -> old.put("currency", "GBP"));
    private static final Upcaster FROM_2 = Upcaster.from("placed", 2).to(3, old -> {
        old.set("total", old.remove("sum"));
        return old;
    });

    @Test
    void a_chain_leads_to_the_shape_that_this_code_knows_and_keeps_every_digit() {
        JacksonCodec codec = types().upcaster(FROM_2, FROM_1).build();

        assertThat(codec.decode("placed", 1, "{\"customer\":\"ann\",\"sum\":\"10.00\"}"))
                .isEqualTo(new Placed("ann", "GBP", new BigDecimal("10.00")));
        assertThat(codec.decode("placed", 2, "{\"customer\":\"ann\",\"currency\":\"EUR\",\"sum\":10.00}"))
                .isEqualTo(new Placed("ann", "EUR", new BigDecimal("10.00")));
        Placed now = new Placed("bob", "USD", BigDecimal.ONE);
        assertThat(codec.decodeAll("placed", 3, codec.encode(now))).containsExactly(now);
        assertThat(codec.schemaVersion(Placed.class)).isEqualTo(3);
    }

    @Test
    void one_stored_event_becomes_several_in_order_or_none() {
        JacksonCodec codec = types().upcaster(
                        Upcaster.from("moved", 1).to("moved", 2, old -> old),
                        Upcaster.from("moved", 2)
                                .to("street", 1, old -> old.without("city"))
                                .and("city", 1, old -> old.has("city") ? old.without("street") : null),
                        Upcaster.from("lines", 1).toEach("street", 1, UpcasterTest::lines),
                        Upcaster.from("viewed", 1).toNothing())
                .build();

        assertThat(codec.decodeAll("moved", 1, "{\"street\":\"a\",\"city\":\"b\"}"))
                .containsExactly(new Street("a"), new City("b"));
        assertThat(codec.decodeAll("moved", 2, "{\"street\":\"a\"}")).containsExactly(new Street("a"));
        assertThat(codec.decodeAll("lines", 1, "{\"lines\":[\"x\",\"y\",\"z\"]}"))
                .containsExactly(new Street("x"), new Street("y"), new Street("z"));
        assertThat(codec.decodeAll("viewed", 1, "{\"any\":1}")).isEmpty();
        assertThat(codec.knows("moved")).isTrue();
        assertThat(codec.knows("seen")).isFalse();
        assertThatThrownBy(() -> codec.decode("viewed", 1, "{}"))
                .isInstanceOf(PayloadException.class)
                .hasMessageContainingAll("0 objects", "viewed", "one is wanted");
    }

    private static List<ObjectNode> lines(ObjectNode old) {
        List<ObjectNode> made = new ArrayList<>();
        old.get("lines").forEach(line -> made.add(old.objectNode().set("street", line)));
        return made;
    }

    @Test
    void a_version_below_the_oldest_upcaster_is_named() {
        JacksonCodec codec = types().upcaster(FROM_2).build();

        assertThatThrownBy(() -> codec.decode("placed", 1, "{}"))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessageContainingAll("placed", "schema version 1", "reads schema version 3", "no upcaster from 1");
    }

    @Test
    void a_circle_of_upcasters_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcaster(
                                Upcaster.from("a", 1).to("b", 1, old -> old),
                                Upcaster.from("b", 1).to("a", 1, old -> old))
                        .build())
                .withMessageContainingAll("circle", "a v1", "b v1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcaster(Upcaster.from("a", 1).to(1, old -> old))
                        .build())
                .withMessageContaining("circle");
    }

    @Test
    void a_gap_is_refused_and_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcaster(FROM_1).build())
                .withMessageContainingAll("placed v1", "leads to placed v2", "has schema version 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcaster(Upcaster.from("placed", 1).to(3, old -> old))
                        .build())
                .withMessageContainingAll("none from placed v2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcaster(Upcaster.from("old", 1).to("nowhere", 1, old -> old))
                        .build())
                .withMessageContainingAll("old v1", "nowhere v1", "no type has that name");
    }

    @Test
    void an_upcaster_from_what_this_code_writes_and_two_from_one_shape_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        types().upcaster(Upcaster.from("placed", 3).toNothing()).build())
                .withMessageContainingAll("placed v3", "what this code writes", ".type(");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcaster(FROM_1, FROM_2, FROM_1).build())
                .withMessageContainingAll("two upcasters", "placed v1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Upcaster.from("placed", 0))
                .withMessageContaining("0");
    }

    @Test
    void an_upcaster_that_fails_or_makes_nonsense_is_named_without_a_value() {
        JacksonCodec codec = types().upcaster(
                        Upcaster.from("bad", 1).to("street", 1, old -> {
                            throw new IllegalStateException("secret " + old);
                        }),
                        Upcaster.from("odd", 1).to("street", 1, old -> old.put("wrong", 1)))
                .build();

        for (String name : List.of("bad", "odd")) {
            assertThatThrownBy(() -> codec.decodeAll(name, 1, "{\"street\":\"secret\"}"))
                    .isInstanceOf(PayloadException.class)
                    .hasMessageContaining(name)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret "));
        }
        assertThatThrownBy(() -> codec.decodeAll("bad", 1, "[1]")).hasMessageContaining("no JSON object");
    }

    @Test
    void the_fingerprint_of_types_changes_with_the_upcasters_that_lead_to_them() {
        String none = print(types().build());
        assertThat(print(types().upcaster(Upcaster.from("lost", 1).to("city", 1, old -> old))
                        .build()))
                .as("leads to another type")
                .isEqualTo(none);
        assertThat(print(types().upcaster(
                                Upcaster.from("lost", 1).to("found", 1, old -> old),
                                Upcaster.from("found", 1).to("street", 1, old -> old))
                        .build()))
                .isNotEqualTo(none);
        assertThat(print(JacksonCodec.builder().type(Street.class, "street", 2).build()))
                .isNotEqualTo(none);
    }

    private static String print(JacksonCodec codec) {
        CodeFingerprint print = new CodeFingerprint();
        codec.addTo(print, List.of(Street.class));
        return print.end();
    }

    @Test
    void a_wrapper_around_nothing_is_refused_because_it_would_be_read_back_as_nothing() {
        JacksonCodec codec = JacksonCodec.builder().type(Holder.class, "holder").build();

        assertThatThrownBy(() -> codec.encode(new Holder(new Sku(null), "x")))
                .isInstanceOf(PayloadException.class)
                .hasMessageContainingAll("holder", "sku", Sku.class.getName(), "holds null");
        assertThat(codec.decode("holder", 1, codec.encode(new Holder(new Sku("a"), null))))
                .isEqualTo(new Holder(new Sku("a"), null));
    }

    @Test
    void a_codec_of_one_type_has_the_settings_of_the_whole_one() {
        PayloadCodec small = types().maxBytes(20).build().only(City.class, "snapshot.city", 2);

        assertThat(small.decode("snapshot.city", 2, small.encode(new City("x"))))
                .isEqualTo(new City("x"));
        assertThat(small.knows("city")).isFalse();
        assertThatThrownBy(() -> small.encode(new City("x".repeat(30)))).isInstanceOf(PayloadException.class);
    }
}
