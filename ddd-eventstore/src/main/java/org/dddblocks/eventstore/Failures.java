package org.dddblocks.eventstore;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import org.dddblocks.persistence.CommitOutcomeUnknownException;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.SafeSql;

/** Tells whose fault a failure is, and how long to wait before the next try. */
final class Failures {
    /** PostgreSQL ended a transaction that was idle for one lease. */
    private static final String IDLE = "25P03";

    private static final int DEEPEST = 20;

    private Failures() {}

    /** A lost connection, a deadlock, a full server: no event is to blame, so none is given up for it. */
    static boolean passing(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (passingItself(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * No memory, or code that is not there or cannot be initialised: each event would fail in this process, so none is to
     * blame. (A stack that overflows or an assertion that fails depends on the event, as an exception does.)
     */
    static boolean ofTheProcess(Throwable failure) {
        return failure instanceof LinkageError
                || failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    private static boolean passingItself(Throwable cause) {
        if (cause instanceof PersistenceException ours) {
            return cause instanceof CommitOutcomeUnknownException || ours.retryable() || IDLE.equals(ours.sqlState());
        }
        return ofTheProcess(cause)
                || cause instanceof SQLTransientException
                || cause instanceof SQLRecoverableException
                || cause instanceof SQLException thrown && passingState(SafeSql.withoutValues(thrown));
    }

    /** By the state as all databases say it: MariaDB's own tells neither a lock timeout nor a connection that was ended. */
    private static boolean passingState(SQLException thrown) {
        return IDLE.equals(thrown.getSQLState()) || new PersistenceException("", thrown).retryable();
    }

    /**
     * @param failures how many there were in a row, at least 1
     * @return the pause, doubled with each
     */
    static Duration pause(int failures, ProjectionConfig config) {
        Duration pause = config.retryAfter().multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(config.retryAtMostAfter()) > 0 ? config.retryAtMostAfter() : pause;
    }
}
