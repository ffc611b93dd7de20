package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay that was stopped for longer than its lease, as others and as itself see it when it goes on. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class StoppedRelayTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofSeconds(120);

    private final Context context;
    private final OutboxTable table;
    private final NodeTable nodes;

    StoppedRelayTest(TestDatabase kind) {
        context = Context.on(kind);
        table = new OutboxTable(context.database);
        nodes = new NodeTable(context.database);
    }

    @Test
    void one_whose_lease_was_taken_over_cannot_write_any_more() {
        context.publish("a", "kept");
        long seq = context.rows().get(0).seq();
        Leased stopped = leased();
        Leased other = leased();
        assertThat(other.size()).as("the first has them all").isZero();

        expire(stopped);
        assertThat(other.claim()).isTrue();

        assertThat(other.size()).isEqualTo(Buckets.COUNT);
        Fenced fenced = new Fenced(context.database, nodes, LEASE);
        assertThat(table.delete(fenced, stopped.owner(), List.of(seq))).isFalse();
        assertThat(fenced.run(stopped.owner(), connection -> table.delete(connection, List.of(seq))))
                .isFalse();
        assertThat(context.count("ddd_outbox")).isEqualTo(1);
        assertThat(stopped.renew()).isFalse();
        assertThat(stopped.valid()).isFalse();
        assertThat(table.delete(fenced, other.owner(), List.of(seq))).isTrue();
        assertThat(context.count("ddd_outbox")).isZero();
    }

    @Test
    void one_that_nobody_replaced_goes_on_and_one_that_was_replaced_begins_under_a_new_name() {
        Leased stopped = leased();
        expire(stopped);
        assertThat(stopped.renew()).isTrue();

        expire(stopped);
        String before = stopped.owner();
        Leased other = leased();
        assertThat(other.size()).isEqualTo(Buckets.COUNT);
        assertThat(stopped.renew()).isFalse();
        assertThat(stopped.claim()).as("all are taken").isFalse();

        assertThat(stopped.owner()).isNotEqualTo(before);
        assertThat(other.shrink(2)).isTrue();
        other.handOver();
        assertThat(stopped.claim()).isTrue();
        assertThat(stopped.size()).isEqualTo(Buckets.COUNT / 2);
        assertThat(other.size()).isEqualTo(Buckets.COUNT / 2);
    }

    @Test
    void one_that_was_stopped_in_its_transaction_keeps_nobody_waiting() {
        Leased stopped = leased();
        Leased living = leased();
        expire(stopped);

        context.database.transactions().run(() -> {
            assertThat(nodes.holds(context.database.transactions().connection(), stopped.owner()))
                    .isTrue();
            assertThat(beside(living::claim)).as("its row is locked").isFalse();
            assertThat(beside(living::renew)).isTrue();
        });

        assertThat(living.claim()).isTrue();
        assertThat(living.size()).isEqualTo(Buckets.COUNT);
    }

    @Test
    void what_it_left_is_sent_by_another_one_in_order() throws Exception {
        try (Relays relays = new Relays()) {
            Leased stopped = leased();
            Set<String> seen = new LinkedHashSet<>();
            context.publish("a", "one");
            context.publish("a", "two");
            OutboxRelay other =
                    relays.start(context, relays.broker(1, message -> seen.add(Context.note(message))), Context.FAST);
            await().atMost(LONG).until(() -> context.count("ddd_outbox_node") == 2);
            assertThat(context.count("ddd_outbox")).as("it is alive").isEqualTo(2);

            expire(stopped);

            assertThat(other.awaitDrained(LONG)).isTrue();
            assertThat(seen).containsExactly("one", "two");
        }
    }

    private Leased leased() {
        Leased leased = new Leased(nodes, LEASE, OutboxMetrics.NOBODY);
        leased.claim();
        return leased;
    }

    private void expire(Leased stopped) {
        context.execute("update ddd_outbox_node set expires_at = timestamp '2011-12-09 12:50:00' where owner = '"
                + stopped.owner() + "'");
    }

    private static boolean beside(BooleanSupplier work) {
        return CompletableFuture.supplyAsync(work::getAsBoolean)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
