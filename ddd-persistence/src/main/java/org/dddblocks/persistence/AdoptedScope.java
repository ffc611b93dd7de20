package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.dddblocks.persistence.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** A caller's transaction, bound to this thread until he says how it ended or closes the handle. */
final class AdoptedScope extends TransactionScope implements AdoptedTransaction {
    private final Connection callers;
    private final Consumer<TransactionScope> unbind;
    private @Nullable TransactionOutcome outcome;

    private AdoptedScope(Connection callers, Dialect dialect, Consumer<TransactionScope> unbind) {
        super(callers, dialect);
        this.callers = callers;
        this.unbind = unbind;
    }

    static AdoptedScope of(Connection callers, Dialect dialect, Consumer<TransactionScope> unbind) {
        Arguments.given(callers, "The connection to adopt");
        try {
            if (callers.isClosed()) {
                throw new IllegalArgumentException(
                        "The connection to adopt is closed. Pass the open connection of your running transaction.");
            }
            if (callers.getAutoCommit()) {
                throw new IllegalArgumentException(
                        "The connection to adopt is in auto-commit mode, so each statement would"
                                + " commit on its own. Call setAutoCommit(false) first, or use transactions.run instead of adopt.");
            }
        } catch (SQLException e) {
            throw PersistenceException.of("adopt a connection", e);
        }
        return new AdoptedScope(callers, dialect, unbind);
    }

    @Override
    boolean adopted() {
        return true;
    }

    @Override
    Dialect.@Nullable Session session() {
        return null;
    }

    @Override
    void checkUsable() {
        if (failure() != null) {
            throw new IllegalStateException(
                    "This adopted transaction failed half-way and refuses further work. Roll it back, say rolledBack()"
                            + " on its handle, and begin again.",
                    failure());
        }
        if (closed()) {
            throw new IllegalStateException(
                    "The connection adopted by this thread has been closed, but its handle is"
                            + " still open. Close AdoptedTransaction too: try (var adopted = transactions.adopt(connection)) { … }");
        }
    }

    private boolean closed() {
        try {
            return callers.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public void committed() {
        if (failure() == null) {
            end(TransactionOutcome.COMMITTED, "committed()");
            runAfterCommit();
            return;
        }
        end(TransactionOutcome.UNKNOWN, "committed()");
        throw new IllegalStateException(
                "This adopted transaction was committed although work inside it had failed half-way, so a part may be"
                        + " stored without the rest. Roll back when an exception leaves transactions.run; roots saved here"
                        + " are spent and must be loaded again.",
                failure());
    }

    @Override
    public void rolledBack() {
        end(TransactionOutcome.ROLLED_BACK, "rolledBack()");
    }

    private void end(TransactionOutcome how, String called) {
        checkThread();
        if (outcome != null) {
            throw new IllegalStateException("AdoptedTransaction." + called + " came after its end was settled as "
                    + outcome + ". Say committed() or rolledBack() once, before the handle is closed.");
        }
        settle(how);
    }

    private void settle(TransactionOutcome how) {
        unbind.accept(this);
        outcome = how;
        complete(how);
    }

    @Override
    public void close() {
        checkThread();
        if (outcome == null) {
            settle(TransactionOutcome.UNKNOWN);
        }
    }
}
