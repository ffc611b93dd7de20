package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.eventstore.FeedBusyException;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What an {@link EventStore} promises whose positions come from a counter row, taken as the last step of a transaction: the
 * next writer waits for the one before, and positions have no gaps.
 *
 * <pre>{@code
 * class H2EventStoreContractTest extends CounterEventStoreContract implements OnH2 {
 *     @Override
 *     protected String shortestLockTimeout() {
 *         return "set lock_timeout 50";
 *     }
 * }
 * }</pre>
 */
public abstract class CounterEventStoreContract extends JdbcEventStoreContract {
    private static final long LONGEST_SECONDS = 120;
    private static final StreamId THIRD = new StreamId("account", "44");

    /** For subclasses. */
    protected CounterEventStoreContract() {}

    /**
     * Makes a connection give up soon when another one holds a row.
     *
     * @return a statement
     */
    protected abstract String shortestLockTimeout();

    @Test
    void who_appends_while_another_holds_the_counter_waits_and_gets_the_next_position() throws Exception {
        DataSource source = emptyDatabase();
        EventStore store = open(installed(source));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Connection callers = source.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = store.transactions().adopt(callers)) {
                store.append(STREAM, 0, List.of(OPENED));
                Future<Appended> second =
                        pool.submit(() -> store.append(OTHER, 0, List.of(deposited(1), deposited(2))));
                assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                callers.commit();
                adopted.committed();
                second.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(store.readFeed(0, 10).entries())
                .extracting(FeedEntry::position)
                .containsExactly(1L, 2L, 3L);
        assertThat(store.readFeed(0, 10).entries().get(0).envelope().stream()).isEqualTo(STREAM);
    }

    @Test
    void who_waits_for_the_counter_beyond_the_lock_timeout_is_told_to_try_again_and_nothing_is_stored()
            throws Exception {
        DataSource source = emptyDatabase();
        EventStore store = open(installed(source));
        EventStore impatient = open(Database.over(SmallPool.withStatement(shortestLockTimeout(), source)));
        try (Connection callers = source.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = store.transactions().adopt(callers)) {
                store.append(STREAM, 0, List.of(OPENED));

                Callable<Appended> alone = () -> impatient.append(OTHER, 0, List.of(deposited(1)));
                Callable<Appended> aside = () -> joined(impatient.appendAsync(
                        Append.to(new StreamId("account", "aside"), Expected.any(), List.of(deposited(1)))));
                Callable<Appended> inTransaction =
                        () -> impatient.transactions().call(() -> impatient.append(THIRD, 0, List.of(deposited(1))));
                Callable<Appended> adopting = () -> onCallersConnection(impatient, source);
                assertThat(Race.run(List.of(alone, aside, inTransaction, adopting)))
                        .allSatisfy(finish -> assertTellsOfTheCounter(finish.failure()));
                callers.commit();
                adopted.committed();
            }
        }
        assertThat(impatient.version(OTHER)).isZero();
        assertThat(impatient.version(THIRD)).isZero();
        assertThat(impatient.append(OTHER, 0, List.of(deposited(1))).version()).isEqualTo(1);
        assertThat(store.readFeed(0, 10).entries())
                .extracting(FeedEntry::position)
                .containsExactly(1L, 2L);
    }

    private static Appended joined(CompletionStage<Appended> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** There it is the append that waits; the transaction is its caller's to roll back, and takes no more. */
    private Appended onCallersConnection(EventStore impatient, DataSource source) throws SQLException {
        try (Connection second =
                SmallPool.withStatement(shortestLockTimeout(), source).getConnection()) {
            second.setAutoCommit(false);
            try (AdoptedTransaction adopted = impatient.transactions().adopt(second)) {
                try {
                    return impatient.append(new StreamId("account", "adopting"), 0, List.of(deposited(1)));
                } finally {
                    second.rollback();
                    adopted.rolledBack();
                }
            }
        }
    }

    private static void assertTellsOfTheCounter(@Nullable Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(FeedBusyException.class, busy -> {
            assertThat(busy.retryable()).isTrue();
            assertThat(busy.transactionUsable()).isFalse();
            assertThat(busy.waited()).isPositive();
        });
        assertThat(failure)
                .hasMessageContainingAll(
                        "places in the feed",
                        "counter row of the table",
                        "feed_head",
                        "Nothing of this transaction is stored",
                        "do its work again",
                        "LOCK_TIMEOUT",
                        "innodb_lock_wait_timeout");
    }

    @Test
    void who_waits_for_a_stream_beyond_the_lock_timeout_is_told_so_and_his_transaction_goes_on() throws Exception {
        DataSource source = emptyDatabase();
        EventStore store = open(installed(source));
        EventStore impatient = open(Database.over(SmallPool.withStatement(shortestLockTimeout(), source)));
        store.append(STREAM, 0, List.of(OPENED));
        try (OpenTransaction open =
                OpenTransaction.after(store.transactions(), () -> store.append(STREAM, 1, List.of(deposited(1))))) {
            impatient.transactions().run(() -> {
                for (Expected expected : List.of(Expected.exactly(1), Expected.any())) {
                    assertThatThrownBy(() -> impatient.append(Append.to(STREAM, expected, List.of(deposited(2)))))
                            .isInstanceOfSatisfying(
                                    ConflictException.class,
                                    conflict -> assertThat(conflict.transactionUsable())
                                            .isTrue())
                            .hasMessageContainingAll("account/42", "locked", "longer than the lock timeout");
                }
                impatient.append(OTHER, 0, List.of(deposited(3)));
            });
            open.commit();
        }
        assertThat(store.version(STREAM)).isEqualTo(2);
        assertThat(store.version(OTHER)).isEqualTo(1);
    }

    private static Database installed(DataSource source) {
        Database database = Database.over(source);
        database.install(JdbcEventStore.schema());
        return database;
    }
}
