package org.dddblocks.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a script into statements; semicolons in literals, quoted names, comments and dollar quotes are no ends.
 *
 * <p>A dollar quote is PostgreSQL's ({@code $$ … $$}, {@code $body$ … $body$}) and keeps its own comments. Literals are
 * standard ones: a quote inside is doubled, a backslash means itself.
 */
final class SqlScript {
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^']++|'')*+'|\"[^\"]*+\"|`[^`]*+`|--[^\\n]*+|/\\*.*?\\*/|(\\$(?:[A-Za-z_][A-Za-z0-9_]*+)?\\$).*?\\1|;",
            Pattern.DOTALL);

    private SqlScript() {}

    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        Matcher token = TOKEN.matcher(script);
        int from = 0;
        while (token.find()) {
            statement.append(script, from, token.start());
            from = token.end();
            if (token.group().equals(";")) {
                add(statements, statement);
            } else if (!token.group().startsWith("--") && !token.group().startsWith("/*")) {
                statement.append(token.group());
            }
        }
        add(statements, statement.append(script, from, script.length()));
        return statements;
    }

    private static void add(List<String> statements, StringBuilder statement) {
        String text = statement.toString().strip();
        if (!text.isEmpty()) {
            statements.add(text);
        }
        statement.setLength(0);
    }
}
