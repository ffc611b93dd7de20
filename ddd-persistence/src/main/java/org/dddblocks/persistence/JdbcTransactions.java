package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.WriteTurn;
import org.jspecify.annotations.Nullable;

/** Transactions over a {@link DataSource}; what a thread is in is kept in a {@link ThreadLocal}. */
final class JdbcTransactions implements Transactions {
    private static final String WORK = "The work of a transaction (a lambda, such as () -> orders.add(order))";

    private final DataSource dataSource;
    private final Dialect dialect;
    private final ThreadLocal<@Nullable TransactionScope> current = new ThreadLocal<>();

    JdbcTransactions(DataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    @Override
    public <T, X extends Exception> T call(Work<T, X> work) throws X {
        Arguments.given(work, WORK);
        TransactionScope scope = current.get();
        return scope == null ? begin(work) : join(scope, work);
    }

    @Override
    public <X extends Exception> void run(Action<X> action) throws X {
        Arguments.given(action, WORK);
        call(() -> {
            action.run();
            return true;
        });
    }

    @Override
    public <T, X extends Exception> T callInNew(Work<T, X> work) throws X {
        Arguments.given(work, WORK);
        return begin(work);
    }

    /** A connection that may do what none inside a transaction may, such as DDL; of no transaction of ours. */
    BorrowedConnection borrow() {
        return BorrowedConnection.take(dataSource, dialect.writeTurn());
    }

    private <T, X extends Exception> T join(TransactionScope scope, Work<T, X> work) throws X {
        scope.checkUsable();
        try {
            return work.call();
        } catch (Throwable e) { // half of the work may be done: caught or not, it must not commit
            scope.rollbackOnly(e);
            throw e;
        }
    }

    private <T, X extends Exception> T begin(Work<T, X> work) throws X {
        TransactionScope outer = current.get();
        OwnTransaction own = OwnTransaction.begin(dataSource, dialect);
        current.set(own);
        T result;
        try {
            result = work.call();
            own.prepareCommit();
        } catch (Throwable e) {
            bind(outer);
            own.rollBack(e);
            throw e;
        }
        bind(outer);
        own.commit();
        own.runAfterCommit();
        return result;
    }

    /** One statement that commits by itself. */
    <T> T alone(Function<Connection, T> work) {
        if (active()) {
            throw new IllegalStateException(
                    "A statement that commits by itself was asked for inside a transaction of this"
                            + " thread, which it would not join. Use transactions.connection() there.");
        }
        WriteTurn turn = dialect.writeTurn();
        if (turn == null) {
            return LoneStatement.call(dataSource, work);
        }
        take(turn);
        try {
            return LoneStatement.call(dataSource, work);
        } finally {
            turn.give();
        }
    }

    private static void take(WriteTurn turn) {
        try {
            turn.take();
        } catch (SQLException e) {
            throw PersistenceException.of("run a statement that commits by itself", e);
        }
    }

    /** In the current transaction, or without one. */
    <T> T read(Function<Connection, T> work) {
        return active() ? work.apply(connection()) : LoneReading.call(dataSource, work);
    }

    @Override
    public AdoptedTransaction adopt(Connection callers) {
        if (active()) {
            throw new IllegalStateException("This thread already is in a transaction, so it cannot adopt another. Adopt"
                    + " the connection outside run and call, and close the handle of an earlier adoption.");
        }
        AdoptedScope scope = AdoptedScope.of(callers, dialect, this::unbind);
        current.set(scope);
        return scope;
    }

    private void unbind(TransactionScope ended) {
        if (current.get() != ended) {
            throw new IllegalStateException(
                    "The handle of an adopted transaction was used inside another transaction of"
                            + " this thread. Use it where the connection was adopted, after callInNew has returned.");
        }
        current.remove();
    }

    private void bind(@Nullable TransactionScope scope) {
        if (scope == null) {
            current.remove();
        } else {
            current.set(scope);
        }
    }

    @Override
    public boolean active() {
        return current.get() != null;
    }

    @Override
    public boolean adopted() {
        TransactionScope scope = current.get();
        return scope != null && scope.adopted();
    }

    @Override
    public Connection connection() {
        TransactionScope scope = scope("connection()");
        scope.checkUsable();
        return scope.connection();
    }

    @Override
    public void beforeCommit(Action<? extends Exception> action) {
        Arguments.given(action, "The action of beforeCommit");
        TransactionScope scope = scope("beforeCommit");
        if (scope.adopted()) {
            throw new IllegalStateException("beforeCommit was called in an adopted transaction, which only its caller"
                    + " commits. Do the work now, or let transactions.run begin the transaction.");
        }
        scope.beforeCommit(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        Arguments.given(action, "The action of afterCommit");
        scope("afterCommit").afterCommit(action);
    }

    @Override
    public void afterCompletion(Consumer<TransactionOutcome> action) {
        Arguments.given(action, "The action of afterCompletion");
        scope("afterCompletion").afterCompletion(action);
    }

    @Override
    public void rollbackOnly(Throwable cause) {
        Arguments.given(cause, "The cause of rollbackOnly");
        scope("rollbackOnly").rollbackOnly(cause);
    }

    @Override
    public <T> T attachment(Object key, Supplier<T> create) {
        return scope("attachment").attachment(key, create);
    }

    private TransactionScope scope(String called) {
        TransactionScope scope = current.get();
        if (scope == null) {
            throw new IllegalStateException("Transactions." + called + " was called outside a transaction on thread \""
                    + Thread.currentThread().getName() + "\". Wrap the work in transactions.run(() -> …); a transaction"
                    + " does not follow work to another thread.");
        }
        return scope;
    }
}
