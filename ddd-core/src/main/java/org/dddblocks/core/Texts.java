package org.dddblocks.core;

import org.jspecify.annotations.Nullable;

/** How values read in messages for people, and the checks that several types share. */
final class Texts {
    private static final int LONGEST_NAME = 100;

    private Texts() {}

    static @Nullable Object of(@Nullable Object value) {
        return value instanceof TypedId<?> id ? id.text() : value;
    }

    static @Nullable Object[] of(@Nullable Object[] values) {
        @Nullable Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = of(values[i]);
        }
        return texts;
    }

    static <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("%s is null; it must be given.".formatted(what));
        }
        return value;
    }

    /** Like {@link #given(Object, String)}; the message is made of two parts, and only when it is needed. */
    static <T> T given(@Nullable T value, String what, Object about) {
        return value == null ? given(null, what + about) : value;
    }

    static void check(boolean holds, String what, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %s; it must be %s.".formatted(what, shown(value), allowed));
        }
    }

    static void checkName(String name, String what) {
        given(name, what);
        check(
                isName(name),
                what,
                name,
                "1 to 100 of the characters A-Z a-z 0-9 . _ - and begin with a letter, such as order or stock-item");
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** Text that every database keeps as it is: not blank, no control characters, no half of a surrogate pair. */
    static void checkText(String text, String what, int longest) {
        checkText(text, what, "", longest);
    }

    /** Like {@link #checkText(String, String, int)}; the message is made of two parts, and only when it is needed. */
    static void checkText(String text, String what, Object about, int longest) {
        given(text, what, about);
        if (text.isBlank() || text.length() > longest || !isClean(text)) {
            check(
                    false,
                    what + about,
                    text,
                    "1 to %d characters, not only blanks, without control characters".formatted(longest));
        }
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c) && !isPair(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this char and its neighbour are one code point. */
    private static boolean isPair(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at))
                ? at > 0 && Character.isHighSurrogate(text.charAt(at - 1))
                : at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }

    // What was given may be huge or hold control characters, and goes into a message.
    private static String shown(Object value) {
        if (!(value instanceof String text)) {
            return String.valueOf(value);
        }
        String start = text.length() <= 60 ? text : text.substring(0, 60) + "… (" + text.length() + " characters)";
        return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
