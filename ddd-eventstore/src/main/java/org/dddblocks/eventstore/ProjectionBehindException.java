package org.dddblocks.eventstore;

import java.time.Duration;

/** A projection did not come as far as somebody waited for, within his time. */
public final class ProjectionBehindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which projection. */
    private final String projection;
    /** Where it stands. */
    private final long position;

    ProjectionBehindException(String projection, long position, String wanted, Duration timeout) {
        super(("Projection %s stands at feed position %d and has not applied %s within %s. Wait longer, or look at the"
                        + " health() of the ProjectionEngine that runs it: it may be behind, stopped, or not started.")
                .formatted(projection, position, wanted, timeout));
        this.projection = projection;
        this.position = position;
    }

    /**
     * The projection that is behind.
     *
     * @return its name
     */
    public String projection() {
        return projection;
    }

    /**
     * Where it stands.
     *
     * @return the position of the last event that is applied, 0 if there is none
     */
    public long position() {
        return position;
    }
}
