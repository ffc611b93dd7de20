package org.dddblocks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of snippets finds what it should, and nothing in a comment. */
class DocumentationTextTest {
    private static final JavaText SOURCE = JavaText.of("""
            /** order.cancel("in a comment"); */
            class A {
                void a() {
                    String url = "http://x"; // order.cancel("at the end");
                    order.place(1, 2)
                            .ship();
                    order.pay();
                }
            }
            """);

    @Test
    void lines_are_found_however_they_are_indented_or_broken() {
        assertThat(SOURCE.contains(JavaText.of("order.place(1,\n  2).ship();\n\n   order.pay(); // paid")))
                .isTrue();
        assertThat(SOURCE.contains(JavaText.of("String url = \"http://x\";"))).isTrue();
    }

    @Test
    void what_stands_in_a_comment_only_is_not_found() {
        assertThat(SOURCE.contains(JavaText.of("order.cancel(\"in a comment\");")))
                .isFalse();
        assertThat(SOURCE.contains(JavaText.of("order.cancel(\"at the end\");")))
                .isFalse();
    }

    @Test
    void half_a_line_and_lines_apart_are_not_found() {
        assertThat(SOURCE.contains(JavaText.of("place(1, 2).ship();"))).isFalse();
        assertThat(SOURCE.contains(JavaText.of("String url = \"http://x\";\norder.pay();")))
                .isFalse();
    }

    @Test
    void a_snippet_in_a_comment_loses_its_stars_and_its_braces() {
        List<Snippet> snippets = Snippet.inJavadoc("A.java", """
                        /**
                         * Text.
                         * <pre>{@code
                         * if (a) {
                         *     b();
                         * }
                         * }</pre>
                         */
                        class A {}
                        """).toList();

        assertThat(snippets).containsExactly(new Snippet("A.java:3", JavaText.of("if (a) {\nb();\n}")));
    }
}
