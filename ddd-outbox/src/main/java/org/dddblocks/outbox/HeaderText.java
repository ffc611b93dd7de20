package org.dddblocks.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The custom headers of a message as one flat JSON object of strings, and back. */
final class HeaderText {
    private final String text;
    private int at;

    private HeaderText(String text) {
        this.text = text;
    }

    static @Nullable String of(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(headers).forEach((name, value) -> {
            json.append(json.length() > 1 ? "," : "");
            quote(json, name).append(':');
            quote(json, value);
        });
        return json.append('}').toString();
    }

    static Map<String, String> parse(@Nullable String text) {
        return text == null ? Map.of() : new HeaderText(text).object();
    }

    private static StringBuilder quote(StringBuilder json, String value) {
        json.append('"');
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < 0x20) {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"');
    }

    private Map<String, String> object() {
        Map<String, String> headers = new LinkedHashMap<>();
        expect('{');
        while (peek() != '}') {
            String name = string();
            expect(':');
            headers.put(name, string());
            if (peek() == ',') {
                at++;
            }
        }
        return headers;
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        expect('"');
        for (char c = next(); c != '"'; c = next()) {
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        int end = at + 4;
        if (end > text.length()) {
            throw broken("its end");
        }
        try {
            return (char) Integer.parseInt(text, at, end, 16);
        } catch (NumberFormatException noHex) {
            throw broken("character " + at);
        } finally {
            at = end;
        }
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw broken("its end");
        }
        return text.charAt(at);
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw broken("character " + at);
        }
        at++;
    }

    private char next() {
        if (at == text.length()) {
            throw broken("its end");
        }
        return text.charAt(at++);
    }

    private static IllegalArgumentException broken(String where) {
        return new IllegalArgumentException(
                "The headers of a stored message are no flat JSON object of strings: look at " + where
                        + " of its column headers.");
    }
}
