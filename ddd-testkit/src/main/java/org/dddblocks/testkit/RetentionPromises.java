package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.EventIds;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.Receipt;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an inbox promises about what it forgets: nothing within the redelivery horizon. */
abstract class RetentionPromises extends ParkingPromises {
    private static final Duration HORIZON = Duration.ofDays(14);
    private static final int OLD = 1201;

    RetentionPromises() {}

    /** Lets a message have been handled long ago, by the database's clock. */
    private void handledAgo(Message message, Duration age) {
        Instant then = database.now().minus(age);
        database.transactions()
                .run(() -> assertThat(Jdbc.update(
                                connection(),
                                "update ddd_inbox set handled_at = ? where message_id = ?",
                                then,
                                message.id()))
                        .isEqualTo(1));
    }

    private Connection connection() {
        return database.transactions().connection();
    }

    @Test
    void a_purge_forgets_what_was_handled_before_the_horizon_and_nothing_else() throws SQLException {
        Message old = message();
        Message young = message();
        Message elsewhere = message();
        inbox.<SQLException>once(old, () -> effect("old"));
        inbox.<SQLException>once(young, () -> effect("young"));
        open(database, "delivery").<SQLException>once(elsewhere, () -> effect("elsewhere"));
        handledAgo(old, HORIZON.plusSeconds(60));
        handledAgo(young, HORIZON.minusSeconds(3600));
        handledAgo(elsewhere, HORIZON.multipliedBy(2));

        assertThat(inbox.purge(HORIZON)).isEqualTo(1);

        assertThat(inbox.once(young, () -> {})).isFalse();
        assertThat(open(database, "delivery").once(elsewhere, () -> {})).isFalse();
        assertThat(inbox.once(old, () -> {})).as("later than the horizon").isTrue();
        assertThat(inbox.purge(HORIZON)).isZero();
    }

    @Test
    void what_comes_later_than_the_horizon_is_dropped_by_the_gate() throws SQLException {
        Message old = message();
        gated.<SQLException>once(old, () -> effect("old"));
        handledAgo(old, HORIZON.plusSeconds(60));
        assertThat(gated.purge(HORIZON)).isEqualTo(1);

        assertThat(gated.receive(old, () -> effect("again"))).isEqualTo(Receipt.OUTDATED);
        assertThat(effects()).containsExactly("old");
    }

    @Test
    void a_purge_deletes_few_marks_in_each_transaction() {
        Instant then = database.now().minus(HORIZON).minusSeconds(60);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < OLD; i++) {
            rows.add(new @Nullable Object[] {"inventory", EventIds.next(), then});
        }
        database.transactions()
                .run(() -> Jdbc.batch(
                        connection(),
                        "insert into ddd_inbox (consumer, message_id, handled_at) values (?, ?, ?)",
                        rows));
        watched.forget();

        assertThat(inbox.purge(HORIZON)).isEqualTo(OLD);

        assertThat(column("select count(*) from ddd_inbox")).containsExactly("0");
        List<String> calls = watched.calls().stream()
                .filter(call -> call.startsWith("delete from") || call.equals("commit"))
                .toList();
        assertThat(calls.stream().filter(call -> call.equals("commit")).count())
                .as("a commit for each delete: %s", calls)
                .isGreaterThanOrEqualTo(3);
        assertThat(calls.size() - calls.indexOf(first(calls, "delete"))).isGreaterThanOrEqualTo(6);
    }

    private static String first(List<String> calls, String prefix) {
        return calls.stream()
                .filter(call -> call.startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_purge_refuses_a_horizon_in_which_redeliveries_are_usual_and_a_callers_transaction() {
        for (Duration horizon : List.of(Duration.ZERO, Duration.ofSeconds(59), HORIZON.negated())) {
            assertThatThrownBy(() -> inbox.purge(horizon))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(horizon.toString(), "at least 1 minute", "redelivery");
        }
        assertThatThrownBy(() -> database.transactions().run(() -> inbox.purge(HORIZON)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside of transactions.run");
    }
}
