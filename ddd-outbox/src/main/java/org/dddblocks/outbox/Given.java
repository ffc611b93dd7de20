package org.dddblocks.outbox;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses wrong arguments with what was given, what is allowed and how to fix it. */
final class Given {
    /** With halves of surrogate pairs: PostgreSQL would store "?", and two keys became one. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private Given() {}

    /** A text that every database keeps as it is. */
    static boolean storable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    static void that(boolean allowed, String what, @Nullable Object given, String rule, String remedy) {
        if (!allowed) {
            throw new IllegalArgumentException("%s is %s; it must be %s. %s".formatted(what, given, rule, remedy));
        }
    }

    /** A name that goes into a column, a header or a log line. */
    static String name(@Nullable String given, String what, int longest, String remedy) {
        if (given == null
                || given.isBlank()
                || given.length() > longest
                || CONTROL.matcher(given).find()) {
            String rule = "1 to %d characters, not blank, without control characters and halves of surrogate pairs"
                    .formatted(longest);
            throw new IllegalArgumentException(
                    "%s is %s; it must be %s. %s".formatted(what, quoted(given, longest), rule, remedy));
        }
        return given;
    }

    private static String quoted(@Nullable String given, int longest) {
        if (given == null) {
            return "null";
        }
        return given.length() > longest
                ? given.length() + " characters long"
                : "\"" + CONTROL.matcher(given).replaceAll("?") + "\"";
    }
}
