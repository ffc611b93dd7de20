package org.dddblocks.saga;

import org.jspecify.annotations.Nullable;

/** Refuses wrong arguments with what was given, what is allowed and how to fix it. */
final class Checks {
    private static final int LONGEST_NAME = 100;

    private Checks() {}

    static <T> T given(@Nullable T value, String what, String example) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is null; it must be given, as in " + example + ".");
        }
        return value;
    }

    static String name(@Nullable String name, String what) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME || !isPlain(name)) {
            throw new IllegalArgumentException(
                    ("%s is %s; it is stored with every instance and must have 1 to %d characters"
                                    + " that are not all blank, and no line break or other control character. Choose a short stable one, such as \"reserve\".")
                            .formatted(what, name == null ? "null" : "\"" + shortened(name) + "\"", LONGEST_NAME));
        }
        return name;
    }

    /** What every database keeps as it is, on one line: PostgreSQL would store half of a surrogate pair as "?". */
    static boolean isPlain(String text) {
        return isStorable(text) && text.codePoints().noneMatch(Character::isISOControl);
    }

    /** What every database keeps as it is. */
    static boolean isStorable(String text) {
        return text.codePoints().noneMatch(Checks::isLost);
    }

    static boolean isLost(int codePoint) {
        return codePoint == 0 || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    static void that(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(format.formatted(arguments));
        }
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, LONGEST_NAME) + "… (" + name.length() + " characters)";
    }
}
