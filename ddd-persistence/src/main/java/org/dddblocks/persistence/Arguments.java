package org.dddblocks.persistence;

/** Refuses a wrong argument with what was given and what is allowed. */
final class Arguments {
    private Arguments() {}

    static void check(boolean holds, String what, Object given, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is \"" + given + "\"; it must be " + allowed + ".");
        }
    }
}
