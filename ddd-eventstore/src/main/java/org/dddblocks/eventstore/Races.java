package org.dddblocks.eventstore;

import java.util.OptionalLong;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.PersistenceException;

/** Tells losing a row to somebody else (deadlock, stricter isolation, lock timeout) from a failure. */
final class Races {
    private Races() {}

    private static final String DUPLICATE = "23505";

    static RuntimeException ended(EncodedAppend append, PersistenceException e) {
        EncodedAppend.Part part = append.parts().get(0);
        if (append.known() && DUPLICATE.equals(e.sqlState())) {
            return takenId(part.stream(), part.expected().version(), e);
        }
        return ended(part.stream(), part.expected().version(), e);
    }

    /** Another transaction stored an append under the same id, which could not be seen until its commit. */
    static RuntimeException takenId(StreamId stream, long expected, PersistenceException e) {
        return new ConflictException(stream.toString(), expected, OptionalLong.empty(), false, e);
    }

    /** What to throw when a stream's row was not to be had: a conflict if another writer was in the way, else the failure. */
    static RuntimeException conflict(StreamId stream, long expected, PersistenceException e) {
        return leavesUsable(e)
                ? new ConflictException(stream.toString(), expected, OptionalLong.empty(), true, e)
                : ended(stream, expected, e);
    }

    /** What to throw when the transaction may be over: a conflict if another writer ended it, else the failure. */
    static RuntimeException ended(StreamId stream, long expected, PersistenceException e) {
        String state = String.valueOf(e.sqlState());
        return state.startsWith("40") || state.equals("55P03")
                ? new ConflictException(stream.toString(), expected, OptionalLong.empty(), false, e)
                : e;
    }

    /** H2's lock timeout undoes one statement; PostgreSQL's (55P03) and all deadlocks undo the transaction. */
    static boolean leavesUsable(PersistenceException e) {
        return "HYT00".equals(e.sqlState());
    }
}
