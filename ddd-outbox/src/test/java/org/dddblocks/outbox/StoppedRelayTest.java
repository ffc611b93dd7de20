package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stopped process cannot be had on embedded H2: there the database stops with it. */
class StoppedRelayTest {
    private final Context context = Context.on(TestDatabase.POSTGRESQL);
    private final OutboxTable table = new OutboxTable(context.database);

    @Test
    void a_relay_that_was_stopped_in_its_transaction_loses_the_lock_and_cannot_write_any_more() {
        Message message = context.publish("a", "kept");

        assertThatThrownBy(() -> context.database.transactions().run(() -> {
                    Shift stopped = Shift.begin(context.database, table, Duration.ofMillis(300));
                    assertThat(stopped.locked()).isTrue();
                    assertThat(otherGetsTheLock()).isFalse();
                    await().atMost(Duration.ofSeconds(60)).until(this::otherGetsTheLock);
                    stopped.delete(List.of(1L));
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(context.column("select id from ddd_outbox"))
                .containsExactly(message.id().toString());
    }

    private boolean otherGetsTheLock() {
        return CompletableFuture.supplyAsync(() -> context.database
                        .transactions()
                        .call(() -> Shift.begin(context.database, table, Duration.ofSeconds(10))
                                .locked()))
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }
}
