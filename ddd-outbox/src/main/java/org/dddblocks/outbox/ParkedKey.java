package org.dddblocks.outbox;

import java.time.Instant;

/**
 * A key of which a {@link FeedRelay} sends nothing any more, since a message of it failed too often.
 *
 * @param key the stream's type and id
 * @param position the place in the feed of the event whose message failed
 * @param ordinal the message's place among those of the event
 * @param attempts how often it failed
 * @param parkedAt when it was given up, by the database's clock
 * @param error what the last failure said
 */
public record ParkedKey(MessageKey key, long position, int ordinal, int attempts, Instant parkedAt, String error) {}
