package org.dddblocks.outbox;

import java.time.Instant;

/**
 * A message that an {@link Inbox} gives to no handler any more, since it was begun too often without an end.
 *
 * @param message the message as it was delivered
 * @param starts how often it was begun; its process died, or was stopped, each time
 * @param parkedAt when it was parked, by the database's clock
 */
public record ParkedMessage(Message message, long starts, Instant parkedAt) {}
