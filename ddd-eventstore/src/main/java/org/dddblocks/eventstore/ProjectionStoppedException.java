package org.dddblocks.eventstore;

import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;

/**
 * A projection could not apply an event and stands before it: everything earlier is applied and kept, this event and
 * everything later is not.
 */
public final class ProjectionStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which projection. */
    private final String projection;
    /** The event's place in the feed. */
    private final long position;

    /** The stream that holds the event. */
    private final StreamId stream;
    /** The event's place in its stream. */
    private final long version;
    /** Which type, as stored. */
    private final String typeName;
    /** Which shape of the type, as stored. */
    private final int schemaVersion;

    ProjectionStoppedException(String projection, long position, EventEnvelope<?> event, Throwable cause) {
        super(
                "Projection %s stands before feed position %d (%s, event %d of %s): %s "
                                .formatted(
                                        projection, position, event.typeName(), event.version(), event.stream(), cause)
                        + "Mend the projection or the data, then catch up again; it continues with this event.",
                cause);
        this.projection = projection;
        this.position = position;
        this.stream = event.stream();
        this.version = event.version();
        this.typeName = event.typeName();
        this.schemaVersion = event.schemaVersion();
    }

    /**
     * The projection that stands.
     *
     * @return its name
     */
    public String projection() {
        return projection;
    }

    /**
     * Where it stands.
     *
     * @return the position of the first event that is not applied
     */
    public long position() {
        return position;
    }

    /**
     * The stream that holds the event.
     *
     * @return its type and id
     */
    public StreamId stream() {
        return stream;
    }

    /**
     * The place of the event in its stream.
     *
     * @return from 1
     */
    public long version() {
        return version;
    }

    /**
     * The stored name of the event's type.
     *
     * @return the name
     */
    public String typeName() {
        return typeName;
    }

    /**
     * The stored version of the event's shape.
     *
     * @return from 1
     */
    public int schemaVersion() {
        return schemaVersion;
    }
}
