package org.dddblocks.persistence.spi;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.TestDatabase;
import org.dddblocks.persistence.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leases promise on every database. */
abstract class LeasesContract {
    private static final Duration LONG = ofSeconds(60);
    private static final String NAME = "projection/open-lines";

    private final DataSource dataSource;
    private final Database database;
    private final Transactions transactions;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Leases leases;

    LeasesContract(TestDatabase kind) {
        dataSource = kind.fresh();
        database = Database.over(dataSource);
        transactions = database.transactions();
    }

    @BeforeEach
    void install() {
        database.install(Leases.schema());
        DbClock clock = DbClock.of(database);
        leases = Leases.on(database, () -> clock.plus(offset.get()).now());
        transactions.run(() -> Jdbc.update(transactions.connection(), "create table note (n integer)"));
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private Lease acquired(String owner) {
        return leases.acquire(NAME, owner, LONG).orElseThrow();
    }

    private void timePasses(Duration time) {
        offset.updateAndGet(before -> before.plus(time));
    }

    private int note(int n) {
        return Jdbc.update(transactions.connection(), "insert into note (n) values (?)", n);
    }

    private List<Integer> notes() {
        return transactions.call(
                () -> Jdbc.query(transactions.connection(), row -> row.getInt(1), "select n from note order by n"));
    }

    @Test
    void one_owner_holds_a_lease_until_it_expires_and_each_owner_has_a_new_epoch() {
        Lease first = acquired("a");
        assertThat(first).isEqualTo(new Lease(NAME, "a", 1, LONG));
        assertThat(leases.acquire(NAME, "b", LONG)).isEmpty();
        assertThat(leases.acquire("another", "b", LONG)).isPresent();
        timePasses(ofSeconds(59));
        assertThat(leases.acquire(NAME, "b", LONG)).isEmpty();
        timePasses(ofSeconds(2));
        assertThat(acquired("b").epoch()).isEqualTo(2);
        assertThat(leases.acquire(NAME, "a", LONG)).isEmpty();
    }

    @Test
    void a_renewed_lease_lasts_on_and_a_lost_one_cannot_be_renewed() {
        Lease first = acquired("a");
        timePasses(ofSeconds(50));
        assertThat(leases.renew(first)).isTrue();
        timePasses(ofSeconds(50));
        assertThat(leases.acquire(NAME, "b", LONG)).isEmpty();
        timePasses(ofSeconds(11));
        acquired("b");
        assertThat(leases.renew(first)).isFalse();
        leases.release(first);
        assertThat(leases.acquire(NAME, "c", LONG)).isEmpty();
    }

    @Test
    void a_released_lease_is_free_at_once() {
        Lease first = acquired("a");
        leases.release(first);
        assertThat(acquired("b").epoch()).isEqualTo(2);
    }

    @Test
    void work_of_an_owner_who_was_paused_past_his_lease_is_rolled_back() {
        Lease first = acquired("a");
        leases.call(first, () -> note(1));
        timePasses(ofSeconds(61));
        Lease second = acquired("b");
        assertThatThrownBy(() -> leases.call(first, () -> note(2)))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContainingAll(NAME, "epoch 1 of a", "another node", "Nothing", "longer");
        leases.call(second, () -> note(3));
        assertThat(notes()).containsExactly(1, 3);
    }

    @Test
    void an_expired_lease_that_nobody_took_still_writes_because_a_fence_compares_epochs_never_times() {
        Lease first = acquired("a");
        timePasses(ofSeconds(3600));
        leases.call(first, () -> note(1));
        assertThat(notes()).containsExactly(1);
    }

    @Test
    void an_unexpired_lease_of_an_older_epoch_does_not_write_whatever_the_clock_says() {
        Lease first = acquired("a");
        timePasses(ofSeconds(61));
        Lease second = leases.acquire(NAME, "a", LONG).orElseThrow();
        timePasses(ofSeconds(-61));
        assertThatThrownBy(() -> leases.call(first, () -> note(1))).isInstanceOf(LeaseLostException.class);
        leases.call(second, () -> note(2));
        assertThat(notes()).containsExactly(2);
    }

    @Test
    void a_takeover_during_the_work_is_noticed_by_the_last_statement() throws Exception {
        Lease first = acquired("a");
        assertThatThrownBy(() -> leases.call(first, () -> {
                    note(1);
                    timePasses(ofSeconds(61));
                    threads.submit(() -> acquired("b")).get(120, TimeUnit.SECONDS);
                    return true;
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(notes()).isEmpty();
    }

    @Test
    void the_fence_comes_after_what_others_do_before_the_commit_and_before_a_counter_that_orders_commits() {
        Lease first = acquired("a");
        List<String> order = new ArrayList<>();
        leases.call(first, () -> {
            transactions.beforeCommit(() -> order.add("others"));
            transactions.beforeCommit(() -> transactions.beforeCommit(() -> {
                order.add("counter");
                // Whoever wants to take over now waits for this commit: the fence has updated the lease's row.
                timePasses(ofSeconds(61));
                Future<Optional<Lease>> thief = threads.submit(() -> leases.acquire(NAME, "b", LONG));
                assertThatThrownBy(() -> thief.get(300, TimeUnit.MILLISECONDS)).isNotNull();
                assertThat(thief.isDone()).isFalse();
                timePasses(ofSeconds(-61));
                return;
            }));
            return true;
        });
        assertThat(order).containsExactly("others", "counter");
    }

    @Test
    void of_eight_nodes_that_race_for_a_lease_one_wins_each_time() throws Exception {
        for (int round = 0; round < 20; round++) {
            CyclicBarrier barrier = new CyclicBarrier(8);
            List<Future<Optional<Lease>>> racers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String owner = "n" + i;
                racers.add(threads.submit(() -> {
                    barrier.await(120, TimeUnit.SECONDS);
                    return leases.acquire(NAME, owner, LONG);
                }));
            }
            int winners = 0;
            for (Future<Optional<Lease>> racer : racers) {
                Optional<Lease> lease = racer.get(120, TimeUnit.SECONDS);
                winners += lease.isPresent() ? 1 : 0;
                if (lease.isPresent()) {
                    assertThat(lease.get().epoch()).isEqualTo(round + 1);
                }
            }
            assertThat(winners).isEqualTo(1);
            timePasses(ofSeconds(61));
        }
    }

    @Test
    void a_keeper_renews_what_it_holds_until_it_releases_it() throws Exception {
        Duration shortly = ofMillis(600);
        Leases plain = Leases.on(database);
        try (LeaseKeeper keeper = LeaseKeeper.start(plain, "test-leases")) {
            Lease lease = keeper.acquire(NAME, shortly).orElseThrow();
            Instant first = expiry();
            await().atMost(120, TimeUnit.SECONDS).until(() -> expiry().isAfter(first.plusMillis(1000)));
            await().atMost(120, TimeUnit.SECONDS).until(() -> keeper.holds(lease));
            assertThat(epoch()).isEqualTo(1);
            keeper.release(lease);
            assertThat(keeper.holds(lease)).isFalse();
            assertThat(plain.acquire(NAME, "b", LONG)).isPresent();
        }
    }

    /** The renewal has its time and not yet the row when the lease is released; the next renewal shows that it is over. */
    @Test
    void a_renewal_that_is_on_its_way_does_not_take_back_what_is_released() throws Exception {
        AtomicReference<CountDownLatch> next = new AtomicReference<>(new CountDownLatch(0));
        CountDownLatch goOn = new CountDownLatch(1);
        DbClock clock = DbClock.of(database);
        Leases slow = Leases.on(database, () -> {
            Instant now = clock.now();
            if (Thread.currentThread().getName().equals("slow-leases")
                    && next.get().getCount() > 0) {
                next.get().countDown();
                awaitQuietly(goOn);
            }
            return now;
        });
        try (LeaseKeeper keeper = LeaseKeeper.start(slow, "slow-leases")) {
            Lease lease = keeper.acquire(NAME, ofSeconds(3)).orElseThrow();
            CountDownLatch first = new CountDownLatch(1);
            next.set(first);
            assertThat(first.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(keeper.acquire("other", ofMillis(300))).isPresent();
            Future<?> release = threads.submit(() -> keeper.release(lease));
            try {
                release.get(300, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) { // it may wait for the renewal
            }
            CountDownLatch second = new CountDownLatch(1);
            next.set(second);
            goOn.countDown();
            release.get(120, TimeUnit.SECONDS);
            assertThat(second.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(Leases.on(database).acquire(NAME, "b", LONG)).isPresent();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_keeper_that_was_robbed_says_so_and_holds_nothing() {
        try (LeaseKeeper keeper = LeaseKeeper.start(leases, "test-leases")) {
            Lease lease = keeper.acquire(NAME, ofMillis(900)).orElseThrow();
            await().atMost(120, TimeUnit.SECONDS).until(() -> {
                timePasses(ofSeconds(10)); // again, if the keeper renews between the two
                return leases.acquire(NAME, "thief", LONG).isPresent();
            });
            await().atMost(120, TimeUnit.SECONDS).until(() -> !keeper.holds(lease));
            assertThat(keeper.acquire(NAME, ofMillis(900))).isEmpty();
        }
    }

    @Test
    void a_keeper_that_cannot_renew_stops_believing_in_its_lease_and_goes_on_trying() {
        CountDownLatch failed = new CountDownLatch(3);
        DbClock clock = DbClock.of(database);
        AtomicReference<Boolean> broken = new AtomicReference<>(false);
        Leases failing = Leases.on(database, () -> {
            if (broken.get()) {
                failed.countDown();
                throw new StackOverflowError("even so");
            }
            return clock.now();
        });
        try (LeaseKeeper keeper = LeaseKeeper.start(failing, "test-leases")) {
            Lease lease = keeper.acquire(NAME, ofMillis(300)).orElseThrow();
            broken.set(true);
            await().atMost(120, TimeUnit.SECONDS).until(() -> !keeper.holds(lease) && failed.getCount() == 0);
            broken.set(false);
            await().atMost(120, TimeUnit.SECONDS).until(() -> keeper.holds(lease));
        }
    }

    @Test
    void inside_a_transaction_and_with_a_wrong_name_or_length_it_is_refused() {
        Lease lease = acquired("a");
        for (Runnable use : List.<Runnable>of(
                () -> leases.acquire(NAME, "a", LONG),
                () -> leases.renew(lease),
                () -> leases.release(lease),
                () -> leases.call(lease, () -> true))) {
            assertThatThrownBy(() -> transactions.run(use::run))
                    .hasMessageContainingAll("inside a transaction", "outside of transactions.run");
        }
        assertThatThrownBy(() -> leases.acquire("x".repeat(201), "a", LONG)).hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> leases.acquire("", "a", LONG)).hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> leases.acquire(NAME, "a", Duration.ZERO)).hasMessageContaining("at least 1 ms");
    }

    private Instant expiry() {
        return transactions.call(() -> Jdbc.query(
                        transactions.connection(),
                        row -> Jdbc.instant(row, "expires_at"),
                        "select expires_at from " + database.table("lease"))
                .get(0));
    }

    private long epoch() {
        return transactions.call(() -> Jdbc.query(
                        transactions.connection(),
                        row -> row.getLong(1),
                        "select epoch from " + database.table("lease"))
                .get(0));
    }
}
