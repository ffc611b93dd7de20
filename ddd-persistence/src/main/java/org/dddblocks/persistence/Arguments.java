package org.dddblocks.persistence;

import org.jspecify.annotations.Nullable;

/** Refuses a wrong argument with what was given and what is allowed. */
final class Arguments {
    private Arguments() {}

    static <T> T given(@Nullable T argument, String what) {
        if (argument == null) {
            throw new IllegalArgumentException(what + " is null; it must be given.");
        }
        return argument;
    }

    static void check(boolean holds, String what, Object given, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is \"" + given + "\"; it must be " + allowed + ".");
        }
    }
}
