package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * Refuses wrong arguments before anything is written: what was given, what is allowed, how to fix it. What ids and
 * metadata may be, {@link StreamId} and {@code EventMetadata} check themselves.
 */
final class Limits {
    static final int TYPE_NAME = 255;
    static final int PROJECTION = 100;
    static final int FEED = 10_000;
    static final long VERSION = 1L << 62;
    static final int PAYLOAD = 1_048_576;

    private Limits() {}

    static <T> T given(@Nullable T argument, String what) {
        if (argument == null) {
            throw new IllegalArgumentException(what + " is null; it must be given.");
        }
        return argument;
    }

    static void version(String what, StreamId stream, long version) {
        check(
                version >= 0 && version <= VERSION,
                "The version %s %s is %d; it must be 0 to 2^62. Pass the version that was read, or 0 for a stream that"
                        + " nobody wrote to.",
                what,
                stream,
                version);
    }

    static void setting(boolean holds, String name, Object given, String allowed) {
        check(
                holds,
                "EventStoreConfig.%s is %s; it must be %s. Set it with EventStoreConfig.builder().%s(…).",
                name,
                given,
                allowed,
                name);
    }

    static void outsideTransactions(boolean active) {
        if (active) {
            throw new IllegalStateException(
                    "appendAsync was called inside a transaction, which it could not join: it would"
                            + " be stored even if this transaction were rolled back. Call append here, or appendAsync outside.");
        }
    }

    static void expected(long version) {
        check(
                version >= 0 && version <= VERSION,
                "The expected version is %d; it must be 0 to 2^62. Pass the version that was read, or use Expected.none()"
                        + " or Expected.any().",
                version);
    }

    static void onceOnly(StreamId stream, List<Append.Part> parts) {
        check(
                parts.stream().noneMatch(part -> part.stream().equals(stream)),
                "An append names %s twice; each stream may stand in it once. Put all of its events into one list.",
                stream);
    }

    static void events(StreamId stream, List<? extends @Nullable Object> events) {
        given(events, "The list of events for " + stream);
        check(
                !events.isEmpty(),
                "An append to %s has no events; it must have at least one. Do not append when nothing happened.",
                stream);
        for (int i = 0; i < events.size(); i++) {
            check(
                    events.get(i) != null,
                    "Element %d of the %d events for %s is null; each must be an event. Remove it from the list.",
                    i,
                    events.size(),
                    stream);
        }
    }

    static void attempts(int attempts) {
        check(
                attempts >= 1,
                "The attempts of a repository are %d; they must be at least 1. Pass 1 to decide once, without retry.",
                attempts);
    }

    static void feed(long afterPosition, int limit) {
        check(
                afterPosition >= 0,
                "The position to read the feed after is %d; it must be at least 0. Pass the last position seen, or 0 for"
                        + " the beginning.",
                afterPosition);
        check(
                limit >= 1 && limit <= FEED,
                "The limit of a feed read is %d; it must be 1 to %d. Read in several steps.",
                limit,
                FEED);
    }

    static void encoded(StreamId stream, EncodedEvent event) {
        String name = event.typeName();
        check(
                !name.isBlank() && name.length() <= TYPE_NAME && keepable(name),
                "The stored name of %s has %d characters; it must have 1 to %d, and no control characters. Register the"
                        + " type under another name.",
                event.event().getClass().getName(),
                name.length(),
                TYPE_NAME);
        check(
                event.payload().length() <= PAYLOAD,
                "The payload of a %s for %s has %d characters; it may have %d. Keep large content elsewhere, and its"
                        + " address in the event.",
                name,
                stream,
                event.payload().length(),
                PAYLOAD);
        check(
                keepable(event.payload()),
                "The payload of a %s for %s holds a control character or half of a surrogate pair, which not every"
                        + " database keeps. Write valid JSON text only.",
                name,
                stream);
    }

    static void projection(@Nullable String name) {
        check(
                name != null && !name.isBlank() && name.length() <= PROJECTION && keepable(name),
                "The name of a projection is \"%s\"; it must have 1 to %d characters, and no control characters. Return a"
                        + " shorter, stable name from Projection.name().",
                name,
                PROJECTION);
    }

    /** JSON writes control characters as escapes; what may stand between its tokens is kept by every database. */
    private static boolean keepable(String text) {
        return text.codePoints()
                .noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t'
                        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static void check(boolean holds, String message, @Nullable Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(arguments));
        }
    }
}
