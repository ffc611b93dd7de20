package org.dddblocks.architecture;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A piece of Java in a document or a comment, and where it stands. */
record Snippet(String place, JavaText text) {
    private static final Pattern IN_MARKDOWN = Pattern.compile("(?ms)^ *```java *\\n(.*?)^ *```");
    private static final Pattern IN_JAVADOC = Pattern.compile("(?s)<pre>(.*?)</pre>");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*\\*.*?\\*/");

    static Stream<Snippet> inMarkdown(String name, String markdown) {
        return IN_MARKDOWN.matcher(markdown).results().map(found -> {
            return new Snippet(place(name, markdown, found.start()), JavaText.of(found.group(1)));
        });
    }

    static Stream<Snippet> inJavadoc(String name, String source) {
        return COMMENT.matcher(source)
                .results()
                .flatMap(comment -> IN_JAVADOC
                        .matcher(comment.group())
                        .results()
                        .map(found -> new Snippet(
                                place(name, source, comment.start() + found.start()),
                                JavaText.of(plain(found.group(1))))));
    }

    boolean standsInOneOf(List<JavaText> sources) {
        return sources.stream().anyMatch(source -> source.contains(text));
    }

    private static String place(String name, String whole, int offset) {
        return name + ":"
                + (whole.substring(0, offset).chars().filter(c -> c == '\n').count() + 1);
    }

    /** Without the stars of the comment and the braces of {@code {@code …}}. */
    private static String plain(String inPre) {
        String text = inPre.replaceAll("(?m)^\\s*\\* ?", "").strip();
        Matcher code = Pattern.compile("(?s)\\{@code\\s(.*)\\}").matcher(text);
        return code.matches() ? code.group(1) : text;
    }
}
