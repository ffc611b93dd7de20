package org.dddblocks.core;

import org.jspecify.annotations.Nullable;

/**
 * Why an event or a message exists and on whose behalf; all of it may be unknown.
 *
 * <p><b>Shape.</b> Each text has 1 to 255 characters, is not blank and holds no control characters. <b>Threads.</b>
 * Immutable.
 *
 * <pre>{@code
 * EventMetadata metadata = EventMetadata.NONE.withCorrelationId("order-536365").withActor("replay");
 * }</pre>
 *
 * @param correlationId the whole business transaction it belongs to
 * @param causationId the message that caused it
 * @param actor who asked for it
 * @param tenant for whom it is kept apart
 * @param traceparent the W3C trace context, passed on as it came
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C, Trace Context</a>
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

    private static final int LONGEST = 255;

    /**
     * Checks its arguments.
     *
     * @throws IllegalArgumentException if one of them is blank, too long or holds control characters
     */
    public EventMetadata {
        checkOptional(correlationId, "The correlation id");
        checkOptional(causationId, "The causation id");
        checkOptional(actor, "The actor");
        checkOptional(tenant, "The tenant");
        checkOptional(traceparent, "The traceparent");
    }

    private static void checkOptional(@Nullable String text, String what) {
        if (text != null) {
            Texts.checkText(text, what, LONGEST);
        }
    }

    /**
     * The same with another correlation id.
     *
     * @param id the whole business transaction, or {@code null}
     * @return a copy
     */
    public EventMetadata withCorrelationId(@Nullable String id) {
        return new EventMetadata(id, causationId, actor, tenant, traceparent);
    }

    /**
     * The same with another causation id.
     *
     * @param id the causing message, or {@code null}
     * @return a copy
     */
    public EventMetadata withCausationId(@Nullable String id) {
        return new EventMetadata(correlationId, id, actor, tenant, traceparent);
    }

    /**
     * The same with another actor.
     *
     * @param who who asked for it, or {@code null}
     * @return a copy
     */
    public EventMetadata withActor(@Nullable String who) {
        return new EventMetadata(correlationId, causationId, who, tenant, traceparent);
    }

    /**
     * The same with another tenant.
     *
     * @param whom for whom it is kept apart, or {@code null}
     * @return a copy
     */
    public EventMetadata withTenant(@Nullable String whom) {
        return new EventMetadata(correlationId, causationId, actor, whom, traceparent);
    }

    /**
     * The same with another trace context.
     *
     * @param context the W3C traceparent, or {@code null}
     * @return a copy
     */
    public EventMetadata withTraceparent(@Nullable String context) {
        return new EventMetadata(correlationId, causationId, actor, tenant, context);
    }
}
