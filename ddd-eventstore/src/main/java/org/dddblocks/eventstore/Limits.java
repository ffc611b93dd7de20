package org.dddblocks.eventstore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

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

    /** Longer ones cannot be counted in nanoseconds from now, and nobody waits for them. */
    static boolean between(Duration least, Duration given) {
        return given.compareTo(least) >= 0 && given.compareTo(LONGEST) <= 0;
    }

    static void timeout(Duration timeout, String what) {
        given(timeout, "The timeout to wait " + what);
        check(
                between(Duration.ZERO, timeout),
                "The timeout to wait %s is %s; it must be 0 to 365 days. Pass how long the caller can wait.",
                what,
                timeout);
    }

    /** What every database can compare with: before the first and after the last of these no event occurs. */
    static Instant comparable(Instant instant) {
        return instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
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

    static void types(Set<? extends @Nullable Class<?>> types) {
        given(types, "The set of event types to read");
        check(
                !types.isEmpty() && !types.stream().anyMatch(Objects::isNull),
                "The event types to read are %s; there must be at least one, and none null. Call readFeed without types to"
                        + " read all events.",
                types);
    }

    static void position(long position, String what) {
        check(
                position >= 0,
                "The position %s is %d; it must be at least 0. Pass one that the feed gave.",
                what,
                position);
    }

    static void waitedFor(StreamId stream, long version) {
        check(
                version >= 1,
                "The version of %s to wait for is %d; it must be 1 or more. Pass the one that append returned.",
                stream,
                version);
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
