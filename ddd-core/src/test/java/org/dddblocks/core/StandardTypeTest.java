package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StandardTypeTest {
    enum Method implements StandardType {
        CARD("card"),
        GIFT_CARD("gift") {
            @Override
            public String toString() {
                return "a gift card";
            }
        };

        private final String code;

        Method(String code) {
            this.code = code;
        }

        @Override
        public String code() {
            return code;
        }
    }

    enum Clashing implements StandardType {
        ONE,
        TWO;

        @Override
        public String code() {
            return "same";
        }
    }

    enum Blank implements StandardType {
        NOTHING;

        @Override
        public String code() {
            return " ";
        }
    }

    @Test
    void a_value_is_found_by_its_code_and_not_by_its_name() {
        assertThat(StandardType.of(Method.class, "card")).isSameAs(Method.CARD);
        assertThat(StandardType.of(Method.class, "gift")).isSameAs(Method.GIFT_CARD);
        assertThat(StandardType.find(Method.class, "CARD")).isEmpty();
    }

    @Test
    void an_unknown_code_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> StandardType.of(Method.class, "Card"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Method has no value with the code Card; it has [card, gift].");
        assertThatThrownBy(() -> StandardType.of(Method.class, null))
                .hasMessageContaining("The code of a Method is null");
    }

    @Test
    void codes_must_be_given_and_unique() {
        assertThatThrownBy(() -> StandardType.of(Clashing.class, "same"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Clashing.ONE and Clashing.TWO share the code same; give each its own.");
        assertThatThrownBy(() -> StandardType.find(Blank.class, "x")).hasMessageContaining("Blank.NOTHING has no code");
    }
}
