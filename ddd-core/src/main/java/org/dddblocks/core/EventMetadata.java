package org.dddblocks.core;

import org.jspecify.annotations.Nullable;

/**
 * Why an event or message exists and on whose behalf.
 *
 * @param correlationId the whole business transaction it belongs to
 * @param causationId the message that caused it
 * @param actor who asked for it
 * @param tenant for whom it is kept apart
 * @param traceparent the W3C trace context
 */
public record EventMetadata(
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String actor,
        @Nullable String tenant,
        @Nullable String traceparent)
        implements ValueObject {
    /** Nothing is known. */
    public static final EventMetadata NONE = new EventMetadata(null, null, null, null, null);
}
