package org.dddblocks.eventstore;

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

    ProjectionStoppedException(String projection, long position, String what, Throwable cause) {
        super(
                "Projection %s stands before feed position %d (%s): %s ".formatted(projection, position, what, cause)
                        + "Mend the projection or the data, then catch up again; it continues with this event.",
                cause);
        this.projection = projection;
        this.position = position;
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
}
