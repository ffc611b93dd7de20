package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dddblocks.core.Money;
import org.dddblocks.persistence.CodecSample.Colour;
import org.dddblocks.persistence.CodecSample.Containers;
import org.dddblocks.persistence.CodecSample.Empty;
import org.dddblocks.persistence.CodecSample.Everything;
import org.dddblocks.persistence.CodecSample.Line;
import org.dddblocks.persistence.CodecSample.Method;
import org.dddblocks.persistence.CodecSample.Optionals;
import org.dddblocks.persistence.CodecSample.Secretive;
import org.dddblocks.persistence.CodecSample.Single;
import org.dddblocks.persistence.StockEvent.UnitsTaken;
import org.junit.jupiter.api.Test;

class JacksonCodecTest {
    private final JacksonCodec codec = CodecSample.codec().build();

    @Test
    void every_kind_of_value_is_written_in_its_plain_form_and_comes_back_equal() {
        String text = codec.encode(CodecSample.everything());
        assertThat(text).isEqualTo(CodecSample.EVERYTHING);
        assertThat(codec.decode("test.Everything", 1, text)).isEqualTo(CodecSample.everything());
    }

    @Test
    void containers_keys_and_absent_values_come_back_equal() {
        Containers value = new Containers(
                Set.of(new Sku("A4"), new Sku("B5")),
                Map.of(Method.INVOICE, 1, Method.CARD, 2),
                Map.of(Colour.RED, new Line(new Sku("A4"), 1, Money.of("0.50", "GBP"))),
                Map.of(new UUID(3, 4), List.of(new BigDecimal("0.10"))),
                Map.of(LocalDate.of(2010, 12, 1), Map.of("t", Instant.EPOCH)),
                List.of(
                        new Optionals(null, null, null, null, null, null),
                        new Optionals(
                                1, Money.of("1.00", "GBP"), Method.CARD, BigDecimal.ONE, new Sku("x"), List.of(""))));
        String text = codec.encode(value);
        assertThat(text).contains("\"invoice\":1").contains("\"RED\":");
        assertThat(codec.decode("test.Containers", 1, text)).isEqualTo(value);
    }

    @Test
    void a_decimal_keeps_its_zeros_and_its_exponent() {
        Everything back = (Everything) codec.decode("test.Everything", 1, CodecSample.EVERYTHING);
        assertThat(back.exact().toString()).isEqualTo("10.00");
        assertThat(back.rates().get("x").toString()).isEqualTo("1E+3");
        Everything number =
                (Everything) codec.decode("test.Everything", 1, CodecSample.EVERYTHING.replace("\"10.00\"", "10.00"));
        assertThat(number.exact().toString()).isEqualTo("10.00");
    }

    @Test
    void a_number_or_a_key_of_any_length_that_was_written_is_read_back() {
        JacksonCodec wide = JacksonCodec.builder().type(Wide.class, "test.Wide").build();
        Wide value = new Wide(BigInteger.TEN.pow(1_500), Map.of("k".repeat(60_000), 1));
        assertThat(wide.decode("test.Wide", 1, wide.encode(value))).isEqualTo(value);
    }

    record Wide(BigInteger number, Map<String, Integer> counts) {}

    @Test
    void a_registered_type_stays_an_object_even_with_one_component_or_none() {
        assertThat(codec.encode(new Single("x"))).isEqualTo("{\"only\":\"x\"}");
        assertThat(codec.decode("test.Single", 1, "{\"only\":\"x\"}")).isEqualTo(new Single("x"));
        assertThat(codec.decode("test.Empty", 1, codec.encode(new Empty()))).isEqualTo(new Empty());
    }

    @Test
    void the_types_of_a_sealed_family_are_named_by_their_annotation() {
        UnitsTaken taken = new UnitsTaken(new Sku("A4"), 3);
        assertThat(codec.typeName(UnitsTaken.class)).isEqualTo("inventory.UnitsTaken");
        assertThat(codec.schemaVersion(UnitsTaken.class)).isEqualTo(1);
        assertThat(codec.knows("inventory.UnitsTaken")).isTrue();
        assertThat(codec.decode("inventory.UnitsTaken", 1, codec.encode(taken))).isEqualTo(taken);
    }

    @Test
    void stored_data_of_an_unknown_type_or_version_is_named() {
        assertThat(codec.knows("inventory.UnitsLost")).isFalse();
        assertThatThrownBy(() -> codec.decode("inventory.UnitsLost", 3, "{}"))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessageContainingAll("inventory.UnitsLost", "schema version 3", "register it");
        assertThatThrownBy(() -> codec.decode("inventory.UnitsTaken", 2, "{}"))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessageContainingAll("schema version 2", "reads schema version 1");
    }

    @Test
    void an_unregistered_class_is_refused_with_the_line_to_add() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode("text"))
                .withMessageContaining("Add .type(String.class)");
    }

    @Test
    void payloads_beyond_the_limits_are_refused_in_both_directions() {
        JacksonCodec small = CodecSample.codec().maxBytes(30).maxDepth(2).build();
        Single umlauts = new Single("ä".repeat(10)); // {"only":"…"}: 31 bytes, 21 chars
        assertThatThrownBy(() -> small.encode(umlauts))
                .isInstanceOf(PayloadException.class)
                .hasMessageContainingAll("test.Single", "31 bytes", "30", "maxBytes");
        assertThatThrownBy(() -> small.decode("test.Single", 1, codec.encode(umlauts)))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> small.decode("test.Single", 1, "{\"only\":[[[[]]]]}"))
                .isInstanceOf(PayloadException.class);
        JacksonCodec flat = CodecSample.codec().maxDepth(2).build();
        assertThatThrownBy(() -> flat.encode(nested(5))).isInstanceOf(PayloadException.class);
        assertThat(codec.decode("test.Secretive", 1, codec.encode(nested(5)))).isEqualTo(nested(5));
    }

    @Test
    void a_deep_bomb_is_refused_instead_of_overflowing_the_stack() {
        assertThatThrownBy(() -> codec.decode("test.Secretive", 1, "[".repeat(1_000_000)))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.encode(nested(10_000))).isInstanceOf(PayloadException.class);
    }

    @Test
    void half_a_surrogate_pair_is_refused_because_no_database_keeps_it() {
        assertThatThrownBy(() -> codec.encode(new Single("x\ud83d")))
                .isInstanceOf(PayloadException.class)
                .hasMessageContainingAll("test.Single", "half of a surrogate pair");
        assertThat(codec.decode("test.Single", 1, codec.encode(new Single("😀"))))
                .isEqualTo(new Single("😀"));
    }

    @Test
    void a_transformer_changes_what_is_stored_and_nothing_else() {
        JacksonCodec coded = CodecSample.codec()
                .transformer(new PayloadTransformer() {
                    @Override
                    public String beforeWrite(String typeName, Object payload, String json) {
                        return typeName + ":" + Base64.getEncoder().encodeToString(json.getBytes());
                    }

                    @Override
                    public String afterRead(String typeName, String stored) {
                        return new String(Base64.getDecoder().decode(stored.substring(typeName.length() + 1)));
                    }
                })
                .build();
        String stored = coded.encode(new Single("personal"));
        assertThat(stored).startsWith("test.Single:").doesNotContain("personal");
        assertThat(coded.decode("test.Single", 1, stored)).isEqualTo(new Single("personal"));
    }

    private static Secretive nested(int levels) {
        Secretive inner = new Secretive("leaf", 1, Map.of(), List.of());
        for (int i = 0; i < levels; i++) {
            inner = new Secretive("level", i, Map.of(), List.of(inner));
        }
        return inner;
    }
}
