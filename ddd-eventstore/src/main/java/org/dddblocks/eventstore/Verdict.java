package org.dddblocks.eventstore;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one append of several ended: stored now, known to be stored before, or refused without having written anything.
 *
 * @param written whether it was stored now
 */
record Verdict(@Nullable Appended appended, @Nullable RuntimeException refusal, boolean written) {
    static Verdict stored(Appended appended) {
        return new Verdict(appended, null, true);
    }

    static Verdict known(Appended appended) {
        return new Verdict(appended, null, false);
    }

    static Verdict refused(RuntimeException why) {
        return new Verdict(null, why, false);
    }

    Appended get() {
        if (refusal != null) {
            throw refusal;
        }
        return Objects.requireNonNull(appended);
    }
}
