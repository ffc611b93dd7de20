package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.LastStatement;
import org.dddblocks.persistence.spi.Rewound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction of one thread: its guarded connection, its actions and attachments, and whether it may commit. */
abstract class TransactionScope {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private static final String ROLLBACK = "rollback";

    private final Thread owner = Thread.currentThread();
    private final Dialect dialect;
    private final Connection guarded;
    private final Deque<Transactions.Action<? extends Exception>> beforeCommit = new ArrayDeque<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Consumer<TransactionOutcome>> afterCompletion = new ArrayList<>();
    private final Map<Object, Object> attachments = new HashMap<>();
    private @Nullable Throwable failure;
    private boolean ended;

    TransactionScope(Connection connection, Dialect dialect) {
        this.dialect = dialect;
        this.guarded = GuardedConnection.around(connection, this);
    }

    abstract boolean adopted();

    /** Where settings may be changed that are put back afterwards; null on an adopted connection. */
    abstract Dialect.@Nullable Session session();

    /** Refuses joining when this transaction cannot be used any more. */
    abstract void checkUsable();

    final Connection connection() {
        return guarded;
    }

    final Dialect dialect() {
        return dialect;
    }

    final @Nullable Throwable failure() {
        return failure;
    }

    final void rollbackOnly(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /** A statement failed: where the database ended the transaction, what was written before is gone. */
    final void statementFailed(SQLException thrown) {
        attachment(Rewound.class, Rewound::new).noteFailure();
        if (dialect.endsTransaction(thrown)) {
            rollbackOnly(PersistenceException.of("a statement of this transaction", thrown));
        }
    }

    /** Something else is about to be done on the connection, and was meant to come after it. */
    final void sendLast() {
        LastStatement last = last();
        if (last != null) {
            last.send(guarded);
        }
    }

    final @Nullable LastStatement last() {
        return (LastStatement) attachments.get(LastStatement.class);
    }

    /** A statement is about to be prepared, batched or executed. */
    void aboutTo(String sql) throws SQLException {
        if (mentionsRollback(sql)) {
            rewound();
        }
    }

    /**
     * As SQL text too, a rollback to a savepoint is to be known of, whether it is prepared, batched or executed, behind a
     * comment or behind another statement. A text that only mentions it costs a look at the commit, no more.
     */
    private static boolean mentionsRollback(String sql) {
        int last = sql.length() - ROLLBACK.length();
        for (int i = 0; i <= last; i++) {
            if ((sql.charAt(i) | ' ') == 'r' && sql.regionMatches(true, i, ROLLBACK, 0, ROLLBACK.length())) {
                return true;
            }
        }
        return false;
    }

    final void rewound() {
        attachment(Rewound.class, Rewound::new).note();
    }

    final boolean ended() {
        return ended;
    }

    final void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("A transaction belongs to the thread that began it, \"" + owner.getName()
                    + "\", and was used by \"" + Thread.currentThread().getName()
                    + "\". Do this work on the first thread, or begin a transaction on the second.");
        }
    }

    final void beforeCommit(Transactions.Action<? extends Exception> action) {
        beforeCommit.add(action);
    }

    final void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    final void afterCompletion(Consumer<TransactionOutcome> action) {
        afterCompletion.add(action);
    }

    @SuppressWarnings("unchecked") // the key belongs to whoever creates the value
    final <T> T attachment(Object key, Supplier<T> create) {
        Object known = attachments.get(key);
        if (known == null) {
            known = create.get();
            attachments.put(key, known);
        }
        return (T) known;
    }

    /** Actions may register more of them while they run. */
    final void runBeforeCommit() {
        for (var action = beforeCommit.poll(); action != null; action = beforeCommit.poll()) {
            try {
                action.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new PersistenceException(
                        "An action registered with beforeCommit failed, so the transaction is rolled back: "
                                + e.getClass().getSimpleName() + ".",
                        e);
            }
        }
    }

    final void complete(TransactionOutcome outcome) {
        ended = true;
        if (attachments.get(Rewound.class) instanceof Rewound rewound) {
            rewound.noteEnd();
        }
        attachments.clear();
        for (Consumer<TransactionOutcome> action : afterCompletion) {
            guarded("afterCompletion", () -> action.accept(outcome));
        }
    }

    final void runAfterCommit() {
        for (Runnable action : afterCommit) {
            guarded("afterCommit", action);
        }
    }

    private static void guarded(String when, Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // the transaction has ended: nothing may undo that, or keep other actions from running
            LOG.error("An action registered with {} failed; the transaction stays as it ended.", when, e);
        }
    }
}
