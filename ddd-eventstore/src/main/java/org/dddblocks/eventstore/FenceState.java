package org.dddblocks.eventstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the feed of one server.
 *
 * @param server the time at which it was started, null before the first look
 * @param proven up to here all is committed or will never be; the position of a committed event, so that no crash of
 *     the server hands out positions before it again
 * @param pending the next place to prove
 */
record FenceState(
        @Nullable Instant server, long proven, @Nullable Fence pending) {
    static final FenceState UNKNOWN = new FenceState(null, 0, null);

    /** What is known of a server: if it was started again since, nothing. */
    FenceState on(Instant found) {
        if (found.equals(server)) {
            return this;
        }
        return isVoidOn(found) ? new FenceState(found, 0, null) : new FenceState(found, proven, pending);
    }

    /** Whether all this is known of another life of the server. */
    boolean isVoidOn(Instant found) {
        return server != null && !server.equals(found);
    }

    /** What is known after a look that began when this was known. */
    FenceState after(FenceLook look) {
        return on(look.server()).proved(look);
    }

    private FenceState proved(FenceLook look) {
        if (look.own() != null || !look.complete() || look.newest() <= proven) {
            return this;
        }
        Fence next = new Fence(look.newest(), look.holders(), look.at());
        if (next.passed()) {
            return new FenceState(server, look.newest(), null);
        }
        if (pending == null) {
            return new FenceState(server, proven, next);
        }
        Fence left = pending.without(look.holders());
        return left.passed()
                ? new FenceState(server, pending.position(), next.position() > pending.position() ? next : null)
                : new FenceState(server, proven, left);
    }

    /** To which position rows are worth reading: all, if the next look may prove all. */
    long worthReading() {
        return pending == null ? Long.MAX_VALUE : pending.position();
    }
}
