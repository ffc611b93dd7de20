package org.dddblocks.eventstore;

/**
 * What a {@link ProjectionEngine} does with an event that its projection cannot apply, once it was tried often enough.
 * Failures that are not the event's (a lost connection, a deadlock, no memory, a class that is missing) are tried again
 * for ever.
 *
 * <p>What was passed over is listed by {@link Projections#setAside}, never dropped.
 */
public enum PoisonPolicy {
    /** Stand before it: nothing is passed over; the read model stays as it is until a person has acted. */
    STOP,
    /** Set it and all later events of its stream aside: other streams go on, and no stream is applied out of order. */
    PARK,
    /** Pass over this event only. One that cannot be read is parked all the same, for nobody knows what it says. */
    SKIP
}
