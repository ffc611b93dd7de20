package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.PersistenceException;
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

                Race.Finish<Appended> second = Race.run(
                                List.<Callable<Appended>>of(() -> impatient.append(OTHER, 0, List.of(deposited(1)))))
                        .get(0);
                assertThat(second.failure()).satisfies(CounterEventStoreContract::isWorthAnotherTry);
                callers.commit();
                adopted.committed();
            }
        }
        assertThat(impatient.version(OTHER)).isZero();
        assertThat(impatient.append(OTHER, 0, List.of(deposited(1))).version()).isEqualTo(1);
        assertThat(store.readFeed(0, 10).entries())
                .extracting(FeedEntry::position)
                .containsExactly(1L, 2L);
    }

    private static void isWorthAnotherTry(@Nullable Throwable failure) {
        boolean retryable = failure instanceof ConflictException
                || failure instanceof PersistenceException persistence && persistence.retryable();
        assertThat(retryable).as("a typed, retryable error: %s", failure).isTrue();
    }

    private static Database installed(DataSource source) {
        Database database = Database.over(source);
        database.install(JdbcEventStore.schema());
        return database;
    }
}
