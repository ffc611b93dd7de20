package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.CodecSample.Empty;
import org.dddblocks.persistence.CodecSample.Single;
import org.junit.jupiter.api.Test;

class CodecBuildTest {
    public sealed interface Family extends DomainEvent permits Named, Branch {}

    @org.jmolecules.event.annotation.DomainEvent(name = "named")
    public record Named(int a) implements Family {}

    public sealed interface Branch extends Family permits Leaf {}

    public record Leaf(int b) implements Branch {}

    public sealed interface Open extends DomainEvent permits Anything {}

    public non-sealed interface Anything extends Open {}

    public record Generic<T>(List<T> items) {}

    public record HoldsFamily(String before, Family family) {}

    public record HoldsObject(List<Object> things) {}

    public record HoldsOptional(Optional<String> maybe) {}

    public record Pair(int left, int right) {}

    public record HoldsPairKeys(Map<Pair, Integer> byPair) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Card.class, name = "card"))
    public interface Means {}

    public record Card(String number) implements Means {}

    public record HoldsMeans(Means means, int amount) {}

    @Test
    void a_missing_type_or_name_is_refused_and_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().type(null, "leaf"))
                .withMessageContainingAll("type", "is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().type(Leaf.class, null))
                .withMessageContainingAll("name", "Leaf", "is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().family(null))
                .withMessageContainingAll("sealed type", "is null");
    }

    @Test
    void all_unnamed_types_are_refused_at_once_each_with_the_line_to_add() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder()
                        .family(Family.class)
                        .type(Empty.class)
                        .build())
                .withMessageContainingAll(
                        "CodecBuildTest$Leaf: @DomainEvent(namespace = \"persistence\", name = \"Leaf\")",
                        ".type(Leaf.class,",
                        "CodecSample$Empty: ")
                .withMessageNotContaining("CodecBuildTest$Named");
    }

    @Test
    void an_explicit_name_completes_a_family_at_any_depth() {
        JacksonCodec codec = JacksonCodec.builder()
                .family(Family.class)
                .type(Leaf.class, "leaf", 4)
                .build();
        assertThat(codec.typeName(Named.class)).isEqualTo("named");
        assertThat(codec.typeName(Leaf.class)).isEqualTo("leaf");
        assertThat(codec.schemaVersion(Leaf.class)).isEqualTo(4);
        assertThat(codec.decode("leaf", 4, codec.encode(new Leaf(3)))).isEqualTo(new Leaf(3));
    }

    @Test
    void a_family_whose_types_cannot_be_listed_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().family(DomainEvent.class))
                .withMessageContaining("not sealed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().family(Open.class))
                .withMessageContaining("CodecBuildTest$Anything is a non-sealed part");
    }

    @Test
    void a_name_for_two_types_and_two_names_for_a_type_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder()
                        .type(Single.class, "same")
                        .type(Empty.class, "same")
                        .build())
                .withMessageContaining("The name same is taken by");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder()
                        .type(Single.class, "one")
                        .type(Single.class, "two")
                        .build())
                .withMessageContaining("a type has one name");
    }

    @Test
    void wrong_names_versions_and_limits_are_refused_with_what_is_allowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().type(Single.class, "with blank"))
                .withMessageContaining("is \"with blank\"; it must be a letter, then letters, digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().type(Single.class, "x", 0))
                .withMessageContaining("1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().maxDepth(0).build())
                .withMessageContaining("maxDepth is \"0\"; it must be 1 to 500");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder().maxBytes(1).build());
    }

    @Test
    void what_does_not_say_how_to_be_read_is_refused_with_its_place() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodec.builder()
                        .type(HoldsFamily.class, "a")
                        .type(HoldsObject.class, "b")
                        .type(Generic.class, "c")
                        .type(HoldsOptional.class, "d")
                        .type(HoldsPairKeys.class, "e")
                        .build())
                .withMessageContaining("HoldsFamily.family is of the type")
                .withMessageContaining("HoldsObject.things is of the type java.lang.Object")
                .withMessageContaining("Generic.items is of the variable type T")
                .withMessageContaining("HoldsOptional.maybe is of the type java.util.Optional, for which")
                .withMessageContaining("HoldsPairKeys: ")
                .withMessageNotContaining("HoldsFamily.before");
    }

    @Test
    void an_interface_that_names_its_types_to_jackson_is_fine() {
        JacksonCodec codec =
                JacksonCodec.builder().type(HoldsMeans.class, "test.HoldsMeans").build();
        HoldsMeans value = new HoldsMeans(new Card("1"), 2);
        assertThat(codec.decode("test.HoldsMeans", 1, codec.encode(value))).isEqualTo(value);
    }
}
