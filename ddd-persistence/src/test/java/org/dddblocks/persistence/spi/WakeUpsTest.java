package org.dddblocks.persistence.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.TestDatabase;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Database database = Database.over(TestDatabase.H2.fresh());

    @Test
    void a_signal_given_in_a_transaction_arrives_once_and_only_after_its_commit() throws InterruptedException {
        AtomicInteger also = new AtomicInteger();
        try (WakeUps.Listener rows = database.wakeUps().listen("rows", also::incrementAndGet)) {
            database.transactions().run(() -> {
                database.wakeUps().signal("rows");
                database.wakeUps().signal("rows");
                assertThat(rows.await(AT_ONCE)).isFalse();
            });
            assertThat(rows.await(AT_ONCE)).isTrue();
            assertThat(rows.await(AT_ONCE)).isFalse();
            assertThat(also).hasValue(1);
        }
    }

    @Test
    void a_signal_of_a_transaction_that_is_rolled_back_never_arrives() throws InterruptedException {
        try (WakeUps.Listener rows = database.wakeUps().listen("rows")) {
            assertThatThrownBy(() -> database.transactions().run(() -> {
                        database.wakeUps().signal("rows");
                        throw new IllegalStateException("x");
                    }))
                    .hasMessage("x");
            assertThat(rows.await(AT_ONCE)).isFalse();
        }
    }

    @Test
    void outside_a_transaction_all_listeners_of_the_name_are_woken_at_once_and_no_others() throws InterruptedException {
        try (WakeUps.Listener one = database.wakeUps().listen("rows");
                WakeUps.Listener two = database.wakeUps().listen("rows");
                WakeUps.Listener other = database.wakeUps().listen("other")) {
            database.prefix("x_").wakeUps().signal("rows");
            assertThat(one.await(AT_ONCE)).isTrue();
            assertThat(two.await(AT_ONCE)).isTrue();
            assertThat(other.await(AT_ONCE)).isFalse();
        }
    }

    @Test
    void a_closed_listener_is_not_woken() {
        AtomicInteger also = new AtomicInteger();
        database.wakeUps().listen("rows", also::incrementAndGet).close();
        database.wakeUps().signal("rows");
        assertThat(also).hasValue(0);
    }
}
