package org.dddblocks.eventstore;

import org.dddblocks.persistence.FeedEntry;

/** Watches a batch while it is applied, and says when it is enough for one transaction. */
interface Pace {
    /** No limit but the page's end. */
    Pace STEADY = next -> true;

    /** Whether this stored event is still to be applied in the running transaction. */
    boolean goesOn(FeedEntry next);

    /** An event that was passed over because its stream is parked. */
    default void passedOver(SetAsideEvent event) {}

    /** An event that was applied; it counts once the transaction is committed. */
    default void applied(FeedEntry entry) {}
}
