package org.dddblocks.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dddblocks.persistence.Transactions;

/** A transaction of another thread that has done its work and waits to be ended. */
final class OpenTransaction implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final CompletableFuture<Boolean> worked = new CompletableFuture<>();
    private final CompletableFuture<Boolean> commits = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private OpenTransaction() {}

    /** Returns when the work is done. */
    static OpenTransaction after(Transactions transactions, Transactions.Action<Exception> work) {
        OpenTransaction open = new OpenTransaction();
        Thread thread = new Thread(() -> open.run(transactions, work), "open-transaction");
        thread.setDaemon(true);
        thread.start();
        get(open.worked);
        return open;
    }

    private void run(Transactions transactions, Transactions.Action<Exception> work) {
        try {
            transactions.run(() -> {
                work.run();
                worked.complete(true);
                if (!get(commits)) {
                    throw new ChangedMind();
                }
            });
            ended.complete(true);
        } catch (ChangedMind e) {
            ended.complete(false);
        } catch (Throwable e) {
            worked.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    void commit() {
        commits.complete(true);
        get(ended);
    }

    void rollBack() {
        commits.complete(false);
        get(ended);
    }

    /** Rolls back if it was not ended. */
    @Override
    public void close() {
        commits.complete(false);
    }

    private static boolean get(CompletableFuture<Boolean> future) {
        try {
            return future.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while a transaction was open.", e);
        } catch (ExecutionException e) {
            throw new AssertionError("The open transaction failed.", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("The open transaction did not go on within %d s.".formatted(LONGEST_SECONDS), e);
        }
    }

    private static final class ChangedMind extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
