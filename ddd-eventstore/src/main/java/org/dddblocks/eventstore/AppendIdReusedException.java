package org.dddblocks.eventstore;

import java.util.UUID;

/**
 * An append id stands for other streams or other events than those that are stored under it: two different intents were
 * given the same id. Nothing was written; a transaction in which this was thrown can go on. Trying again never helps.
 */
public final class AppendIdReusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The id. */
    private final UUID id;

    /**
     * Reports it; for authors of stores.
     *
     * @param id of the append
     * @param difference what is stored and what was asked for, without any payload
     */
    public AppendIdReusedException(UUID id, String difference) {
        super("The append id %s is taken by an append of other content: %s. Nothing was written. Repeat an append with"
                        .formatted(id, difference)
                + " exactly the streams and events of the first try, and give another intent another id.");
        this.id = id;
    }

    /**
     * The id that was used twice.
     *
     * @return as given
     */
    public UUID id() {
        return id;
    }
}
