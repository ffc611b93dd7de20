package org.dddblocks.outbox;

import java.util.Map;
import java.util.regex.Pattern;

/** Refuses custom headers that some broker could not carry. */
final class Headers {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,99}");
    private static final int MOST = 50;
    private static final int LONGEST = 4000;

    private Headers() {}

    static void check(Map<String, String> headers) {
        Given.that(headers.size() <= MOST, "The number of headers", headers.size(), "at most " + MOST, "Drop some.");
        headers.forEach((name, value) -> {
            Given.that(
                    NAME.matcher(name).matches(),
                    "A header's name",
                    "\"" + name + "\"",
                    "1 to 100 lower-case letters, digits, - and _, beginning with a letter",
                    "Rename it.");
            Given.that(
                    value.length() <= LONGEST,
                    "The value of header " + name,
                    value.length() + " characters long",
                    "at most " + LONGEST,
                    "Put long texts into the payload.");
            Given.that(
                    Given.storable(value),
                    "The value of header " + name,
                    "a text with a NUL character or half of a surrogate pair",
                    "a text without them",
                    "Remove the character: PostgreSQL cannot store it.");
        });
    }
}
