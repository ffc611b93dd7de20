package org.dddblocks.persistence.spi;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a keeper of leases promises on every database. */
abstract class LeaseKeeperContract extends LeasesGiven {
    LeaseKeeperContract(DataSource dataSource) {
        super(dataSource);
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
            Future<?> release = threads.submit(() -> release(keeper, slow, lease));
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
