package org.dddblocks.eventstore;

import java.util.OptionalLong;
import org.dddblocks.core.StreamId;

/**
 * A stored event cannot be read by this code: its type is not registered, or its payload does not fit the type.
 *
 * <p>Nothing is skipped: whoever reads the stream or the feed stands before this event until the code can read it.
 */
public final class UnreadableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which stream. */
    private final transient StreamId stream;
    /** Where in the stream. */
    private final long version;
    /** Where in the feed, 0 if not committed yet. */
    private final long position;
    /** Which type, as stored. */
    private final String typeName;
    /** Which shape of the type, as stored. */
    private final int schemaVersion;

    UnreadableEventException(
            StreamId stream, long version, long position, String typeName, int schemaVersion, RuntimeException cause) {
        super(
                "Event %d of stream %s%s has the type %s (schema version %d), which this code cannot read: %s "
                                .formatted(
                                        version, stream, place(position), typeName, schemaVersion, cause.getMessage())
                        + "Nothing was skipped. Register the type under this name with the codec, or run the version of the"
                        + " code that wrote it.",
                cause);
        this.stream = stream;
        this.version = version;
        this.position = position;
        this.typeName = typeName;
        this.schemaVersion = schemaVersion;
    }

    private static String place(long position) {
        return position == 0 ? "" : " at feed position " + position;
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
     * The place of the event in the feed.
     *
     * @return its position; empty if its transaction is not committed yet
     */
    public OptionalLong position() {
        return position == 0 ? OptionalLong.empty() : OptionalLong.of(position);
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
     * The stored version of the payload's shape.
     *
     * @return from 1
     */
    public int schemaVersion() {
        return schemaVersion;
    }
}
