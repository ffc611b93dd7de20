package org.dddblocks.testkit;

import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.RolledBackException;
import org.dddblocks.persistence.TransactionOutcome;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

/** Transactions without a database: hooks and attachments of a thread. */
final class InMemoryTransactions implements Transactions {
    private final ThreadLocal<Deque<Scope>> scopes = ThreadLocal.withInitial(ArrayDeque::new);

    /** One transaction. */
    static final class Scope {
        private final Map<Object, Object> attachments = new HashMap<>();
        private final Deque<Action<? extends Exception>> beforeCommit = new ArrayDeque<>();
        private final List<Consumer<TransactionOutcome>> afterCompletion = new ArrayList<>();
        private final List<Runnable> afterCommit = new ArrayList<>();
        private @Nullable Throwable marked;
    }

    @Override
    public <T, X extends Exception> T call(Work<T, X> work) throws X {
        if (!active()) {
            return callInNew(work);
        }
        try {
            return work.call();
        } catch (Throwable e) {
            rollbackOnly(e);
            throw e;
        }
    }

    @Override
    public <X extends Exception> void run(Action<X> action) throws X {
        call(() -> {
            action.run();
            return true;
        });
    }

    @Override
    public <T, X extends Exception> T callInNew(Work<T, X> work) throws X {
        Scope scope = new Scope();
        scopes.get().push(scope);
        T result;
        try {
            result = work.call();
            runBeforeCommit(scope);
            refuseMarked(scope);
        } catch (Throwable e) {
            complete(scope, TransactionOutcome.ROLLED_BACK);
            throw e;
        }
        complete(scope, TransactionOutcome.COMMITTED);
        scope.afterCommit.forEach(Runnable::run);
        return result;
    }

    private static void refuseMarked(Scope scope) {
        if (scope.marked != null) {
            throw new RolledBackException(scope.marked);
        }
    }

    private static void runBeforeCommit(Scope scope) {
        while (scope.marked == null && !scope.beforeCommit.isEmpty()) {
            try {
                scope.beforeCommit.remove().run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("An action before the commit failed.", e);
            }
        }
    }

    private void complete(Scope scope, TransactionOutcome outcome) {
        scope.afterCompletion.forEach(action -> action.accept(outcome));
        scopes.get().pop();
    }

    @Override
    public AdoptedTransaction adopt(Connection callers) {
        throw new UnsupportedOperationException("There is no database here, so there is no connection to adopt.");
    }

    @Override
    public boolean active() {
        return !scopes.get().isEmpty();
    }

    @Override
    public boolean adopted() {
        return false;
    }

    @Override
    public Connection connection() {
        throw new UnsupportedOperationException("There is no database here, so there is no connection.");
    }

    @Override
    public void beforeCommit(Action<? extends Exception> action) {
        current().beforeCommit.add(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        current().afterCommit.add(action);
    }

    @Override
    public void afterCompletion(Consumer<TransactionOutcome> action) {
        current().afterCompletion.add(action);
    }

    @Override
    public void rollbackOnly(Throwable cause) {
        Scope scope = current();
        if (scope.marked == null) {
            scope.marked = cause;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // by the contract of this method one key has one type
    public <T> T attachment(Object key, Supplier<T> create) {
        Scope scope = current();
        Object known = scope.attachments.get(key);
        if (known == null) {
            known = create.get();
            scope.attachments.put(key, known);
        }
        return (T) known;
    }

    /** What a store attached to the current transaction, or nothing. */
    @Nullable
    Object attached(Object key) {
        return current().attachments.get(key);
    }

    private Scope current() {
        Scope scope = scopes.get().peek();
        if (scope == null) {
            throw new IllegalStateException("There is no transaction here; wrap the work in transactions.run(…).");
        }
        return scope;
    }
}
