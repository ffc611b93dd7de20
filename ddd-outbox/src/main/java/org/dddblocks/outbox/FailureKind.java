package org.dddblocks.outbox;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.concurrent.TimeoutException;
import org.dddblocks.persistence.CommitOutcomeUnknownException;
import org.dddblocks.persistence.PersistenceException;

/** What a failed send says by itself about whose fault it was. */
enum FailureKind {
    /** The broker, or a subscriber in this process, answered: it does not want this message. */
    REFUSED,
    /** The way to the broker is broken: any message would have failed. */
    CONNECTION,
    /** Nobody answered in time: this message's fault only if others pass meanwhile. */
    NO_ANSWER,
    /** A subscriber in this process failed for want of a database, of memory or of code: any message would have. */
    ENVIRONMENT;

    private static final int DEEPEST = 20;

    static FailureKind of(Throwable failure) {
        boolean bySubscriber = false;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            bySubscriber |= cause instanceof DeliveryFailedException;
            if (cause instanceof BrokerUnavailableException || !bySubscriber && broken(cause)) {
                return CONNECTION;
            }
            if (passing(cause)) {
                return ENVIRONMENT;
            }
            cause = cause.getCause();
        }
        return failure instanceof TimeoutException ? NO_ANSWER : REFUSED;
    }

    /** A subscriber's connection to somebody else is not the broker's. */
    private static boolean broken(Throwable cause) {
        return cause instanceof SocketException
                || cause instanceof SocketTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof ClosedChannelException;
    }

    private static boolean passing(Throwable cause) {
        if (cause instanceof PersistenceException ours) {
            return ours instanceof CommitOutcomeUnknownException || ours.retryable();
        }
        return cause instanceof LinkageError
                || cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)
                || cause instanceof SQLTransientException
                || cause instanceof SQLRecoverableException
                || cause instanceof SQLException thrown && new PersistenceException("", thrown).retryable();
    }
}
