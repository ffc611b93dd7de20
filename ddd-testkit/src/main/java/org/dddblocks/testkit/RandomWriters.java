package org.dddblocks.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.CommitOutcomeUnknownException;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.testkit.model.AccountEvent.MoneyDeposited;

/**
 * Writers that append at random: alone, several streams in one transaction, on a caller's connection; with pauses and
 * stalls while the transaction is open, with rollbacks, two of five on hot streams. One seed is one plan of each writer;
 * how they interleave is up to the machine.
 */
final class RandomWriters {
    private static final int STREAMS = 60;
    private static final int HOT = 16;
    private static final int PAUSE_NANOS = 1_500_000;
    private static final int STALL_NANOS = 60_000_000;

    private final EventStore store;
    private final DataSource callers;
    private final HistoryChecker history;
    private final long seed;
    private final int transactions;

    RandomWriters(EventStore store, DataSource callers, HistoryChecker history, long seed, int transactions) {
        this.store = store;
        this.callers = callers;
        this.history = history;
        this.seed = seed;
        this.transactions = transactions;
    }

    /** The work of one writer; returns how many transactions were rolled back or lost a race. */
    Callable<Integer> writer(int number) {
        Random random = new Random(seed * 31 + number);
        return () -> {
            int lost = 0;
            for (int i = 0; i < transactions; i++) {
                List<EventEnvelope<?>> events = new ArrayList<>();
                try {
                    append(random, events);
                    history.acknowledged(events);
                } catch (ConflictException | ChangedMind e) {
                    lost++;
                } catch (CommitOutcomeUnknownException e) {
                    history.inDoubt(events);
                }
            }
            return lost;
        };
    }

    private void append(Random random, List<EventEnvelope<?>> events) throws SQLException {
        int kind = random.nextInt(10);
        if (kind < 3) {
            events.addAll(appendTo(random.nextInt(STREAMS), random));
        } else if (kind < 4) {
            appendOnCallersConnection(random, events);
        } else {
            appendInTransaction(random, events);
        }
    }

    private void appendInTransaction(Random random, List<EventEnvelope<?>> events) {
        store.transactions().run(() -> {
            int[] streams = random.ints(1 + random.nextInt(3), 0, STREAMS)
                    .distinct()
                    .sorted()
                    .toArray();
            for (int stream : streams) {
                events.addAll(appendTo(stream, random));
                pause(random);
            }
            if (random.nextInt(5) == 0) {
                throw new ChangedMind();
            }
        });
    }

    private void appendOnCallersConnection(Random random, List<EventEnvelope<?>> events) throws SQLException {
        try (Connection connection = callers.getConnection()) {
            connection.setAutoCommit(false);
            try (AdoptedTransaction adopted = store.transactions().adopt(connection)) {
                events.addAll(appendTo(random.nextInt(STREAMS), random));
                pause(random);
                connection.commit();
                adopted.committed();
            } finally {
                connection.rollback();
            }
        }
    }

    private static void pause(Random random) {
        boolean stall = random.nextInt(100) == 0;
        LockSupport.parkNanos(random.nextInt(stall ? STALL_NANOS : PAUSE_NANOS));
    }

    private List<? extends EventEnvelope<?>> appendTo(int stream, Random random) {
        StreamId id = new StreamId("account", "s" + (random.nextInt(5) < 2 ? stream % HOT : stream));
        List<MoneyDeposited> events = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(EventStoreContract::deposited)
                .toList();
        Appended appended = store.append(id, store.version(id), events);
        return appended.events();
    }

    private static final class ChangedMind extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
