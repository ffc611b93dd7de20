package org.dddblocks.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java source, reduced to what the compiler sees: no comments, no blanks. Where the formatter breaks a line does not
 * matter; what stands on the lines does.
 */
record JavaText(String code, List<Integer> lineBreaks) {
    /** A literal, kept whole so that a // in it starts no comment, or a comment. */
    private static final Pattern TOKEN = Pattern.compile(
            "\"\"\"(?:\\\\.|(?s:.))*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'|//[^\\n]*|(?s:/\\*.*?\\*/)");

    static JavaText of(String source) {
        StringBuilder code = new StringBuilder();
        List<Integer> breaks = new ArrayList<>(List.of(0));
        for (String line : withoutComments(source).split("\n")) {
            code.append(line.replaceAll("\\s+", ""));
            breaks.add(code.length());
        }
        return new JavaText(code.toString(), breaks);
    }

    /** Whether the snippet's lines stand here one after the other, whole. */
    boolean contains(JavaText snippet) {
        int at = code.indexOf(snippet.code);
        while (at >= 0) {
            if (lineBreaks.contains(at) && lineBreaks.contains(at + snippet.code.length())) {
                return true;
            }
            at = code.indexOf(snippet.code, at + 1);
        }
        return false;
    }

    boolean isEmpty() {
        return code.isEmpty();
    }

    private static String withoutComments(String source) {
        return TOKEN.matcher(source)
                .replaceAll(token -> Matcher.quoteReplacement(token.group().startsWith("/") ? " " : token.group()));
    }
}
