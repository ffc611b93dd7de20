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
        return name.chars().allMatch(c -> isLetter(c) || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-');
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** Text that every database keeps as it is: not blank, no control characters, no half of a surrogate pair. */
    static void checkText(String text, String what, int longest) {
        given(text, what);
        check(
                !text.isBlank() && text.length() <= longest && isClean(text),
                what,
                text,
                "1 to %d characters, not only blanks, without control characters".formatted(longest));
    }

    private static boolean isClean(String text) {
        return text.codePoints()
                .noneMatch(
                        c -> Character.isISOControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
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
