package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HeaderTextTest {
    @Property(tries = 500)
    void headers_come_back_as_they_were(@ForAll Map<String, String> headers) {
        assertThat(HeaderText.parse(HeaderText.of(headers))).isEqualTo(headers);
    }

    @Example
    void escapes_of_other_writers_are_understood() {
        assertThat(HeaderText.parse(" { \"a\" : \"\\u00fc\\n\\/\" , \"b\":\"\" } "))
                .isEqualTo(Map.of("a", "ü\n/", "b", ""));
    }

    @Example
    void anything_else_is_refused_without_being_quoted() {
        for (String broken : new String[] {
            "", "[]", "{\"a\"", "{\"a\":1}", "{\"a\":\"secret", "{\"a\":\"\\uZZZZ\"}", "{\"a\":\"\\u12"
        }) {
            assertThatThrownBy(() -> HeaderText.parse(broken))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("column headers")
                    .hasMessageNotContaining("secret");
        }
    }
}
