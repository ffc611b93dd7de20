package org.dddblocks.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.jspecify.annotations.Nullable;

/** Stores that share commits between appends and do it wrong. */
final class GroupCommitMutants {
    private GroupCommitMutants() {}

    /** What a batch is to one append of it. */
    private record Waiting(Append append, CompletableFuture<Appended> result) {}

    /** Writes what has come in a while in one transaction, as it should be; each mutant breaks one thing. */
    abstract static class Right extends EventStoreMutants.OnH2InShort {
        /** So long that the calls of a test certainly meet in one batch. */
        private static final long WHILE_MILLIS = 200;

        List<Waiting> order(List<Waiting> batch) {
            return batch;
        }

        /** Whether this failure of one append is the failure of its batch. */
        boolean endsBatch(RuntimeException failure) {
            return false;
        }

        /** What becomes of the appends of a batch that failed. */
        void failed(EventStore store, List<Waiting> batch, RuntimeException failure) {
            for (Waiting waiting : batch) {
                try {
                    waiting.result().complete(store.append(waiting.append()));
                } catch (RuntimeException e) {
                    waiting.result().completeExceptionally(e);
                }
            }
        }

        @Override
        protected EventStore open(Database database) {
            return new Batching(super.open(database));
        }

        private final class Batching extends DelegatingStore {
            private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread daemon = new Thread(work, "batches");
                daemon.setDaemon(true);
                return daemon;
            });
            private List<Waiting> waiting = new ArrayList<>();

            Batching(EventStore store) {
                super(store);
            }

            @Override
            public CompletionStage<Appended> appendAsync(Append append) {
                if (transactions().active()) {
                    return store.appendAsync(append); // which refuses it
                }
                Waiting one = new Waiting(append, new CompletableFuture<>());
                synchronized (this) {
                    waiting.add(one);
                    if (waiting.size() == 1) {
                        thread.schedule(this::write, WHILE_MILLIS, TimeUnit.MILLISECONDS);
                    }
                }
                return one.result();
            }

            private void write() {
                List<Waiting> batch;
                synchronized (this) {
                    batch = waiting;
                    waiting = new ArrayList<>();
                }
                List<Object> ends = new ArrayList<>();
                List<Waiting> ordered = order(batch);
                try {
                    transactions().run(() -> ordered.forEach(one -> ends.add(end(one))));
                } catch (RuntimeException e) {
                    failed(store, batch, e);
                    return;
                }
                for (int i = 0; i < ordered.size(); i++) {
                    tell(ordered.get(i).result(), ends.get(i));
                }
            }

            private Object end(Waiting one) {
                try {
                    return store.append(one.append());
                } catch (ConflictException e) {
                    if (endsBatch(e)) {
                        throw e;
                    }
                    return e;
                }
            }

            private void tell(CompletableFuture<Appended> result, @Nullable Object end) {
                if (end instanceof Appended appended) {
                    result.complete(appended);
                } else {
                    result.completeExceptionally((RuntimeException) end);
                }
            }
        }
    }

    /** The conflict of one append is the conflict of all that were written with it. */
    static class ConflictOfAll extends Right {
        @Override
        boolean endsBatch(RuntimeException failure) {
            return true;
        }

        @Override
        void failed(EventStore store, List<Waiting> batch, RuntimeException failure) {
            if (failure instanceof ConflictException) {
                batch.forEach(one -> one.result().completeExceptionally(failure));
            } else {
                super.failed(store, batch, failure);
            }
        }
    }

    /** What came last is written first. */
    static class Reordered extends Right {
        @Override
        List<Waiting> order(List<Waiting> batch) {
            List<Waiting> reversed = new ArrayList<>(batch);
            Collections.reverse(reversed);
            return reversed;
        }
    }

    /** All appends of a batch that could not be stored get its failure. */
    static class NotRetriedSingly extends Right {
        @Override
        void failed(EventStore store, List<Waiting> batch, RuntimeException failure) {
            batch.forEach(one -> one.result().completeExceptionally(failure));
        }
    }
}
