package org.dddblocks.eventstore;

import java.util.OptionalLong;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.PersistenceException;

/** Tells losing a row to somebody else (deadlock, stricter isolation, lock timeout) from a failure. */
final class Races {
    private Races() {}

    /** What to throw: a conflict where another writer was in the way, else the failure itself. */
    static RuntimeException conflict(StreamId stream, long expected, PersistenceException e) {
        String state = String.valueOf(e.sqlState());
        if (!state.startsWith("40") && !state.equals("55P03") && !leavesUsable(e)) {
            return e;
        }
        return new ConflictException(stream.toString(), expected, OptionalLong.empty(), leavesUsable(e), e);
    }

    /** H2's lock timeout undoes one statement; PostgreSQL's (55P03) and all deadlocks undo the transaction. */
    static boolean leavesUsable(PersistenceException e) {
        return "HYT00".equals(e.sqlState());
    }
}
