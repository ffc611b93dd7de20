package org.dddblocks.persistence.spi;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What leases promise on every database. */
abstract class LeasesContract extends LeasesGiven {
    LeasesContract(DataSource dataSource) {
        super(dataSource);
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
    void a_node_whose_own_clock_is_wrong_takes_a_lease_over_when_the_database_says_so() {
        Leases right = node(database);
        Leases ahead = node(database.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(1))));
        Leases behind = node(database.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1))));
        Lease held = right.acquire(NAME, "a", LONG).orElseThrow();
        assertThat(ahead.acquire(NAME, "b", LONG)).isEmpty();
        right.release(held);
        assertThat(behind.acquire(NAME, "b", LONG)).isPresent();
        assertThat(right.acquire(NAME, "a", LONG)).isEmpty();
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
}
