package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxMetrics;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.AggregateChanged;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What relays promise in bad company: clocks that disagree, transactions of others that stay open, messages that fail all
 * the time.
 *
 * <pre>{@code
 * class H2OutboxRelayContractTest extends OutboxRelayContract implements OnH2 {}
 * }</pre>
 */
public abstract class OutboxRelayContract implements EmptyDatabase {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration HOUR = Duration.ofHours(1);
    /** Longer than any test, and shorter than an hour: whoever trusts his own clock finds it over. */
    private static final Duration LONG_LEASE = Duration.ofMinutes(10);

    private static final Duration SHORT_LEASE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMillis(2200);
    private static final long LOOK_NANOS = 5_000_000;
    private static final int BUCKETS = 64;
    private static final int KEYS = 80;

    private DataSource target;
    private ScriptedBroker broker;

    /** For subclasses. */
    protected OutboxRelayContract() {}

    @BeforeEach
    final void begin() {
        target = emptyDatabase();
        Database.over(target).install(JdbcOutbox.schema());
        broker = new ScriptedBroker();
    }

    private static MessageKey key(int number) {
        return new MessageKey("newsletter", "k" + number);
    }

    private static List<MessageKey> keys(int from, int to, int step) {
        return IntStream.iterate(from, i -> i < to, i -> i + step)
                .mapToObj(OutboxRelayContract::key)
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time is over").isNegative();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void drain(OutboxRelay relay) {
        try {
            assertThat(relay.awaitDrained(LONG)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while relaying.", e);
        }
    }

    private List<Long> numbers(MessageKey key) {
        return broker.firstStored().stream()
                .filter(message -> message.key().equals(key))
                .map(message -> message.number().version())
                .toList();
    }

    private void assertInOrder(int keys, int each) {
        List<Long> all = LongStream.rangeClosed(1, each).boxed().toList();
        assertThat(IntStream.range(0, keys).mapToObj(OutboxRelayContract::key))
                .allSatisfy(key -> assertThat(numbers(key)).as(key.toString()).isEqualTo(all));
    }

    @Test
    void relays_and_publishers_whose_clocks_are_two_hours_apart_share_keep_order_and_pause_as_if_they_agreed() {
        Node behind = new Node(HOUR.negated(), LONG_LEASE);
        Node ahead = new Node(HOUR, LONG_LEASE);
        try (OutboxRelay one = behind.relay();
                OutboxRelay other = ahead.relay()) {
            await(() -> one.health().buckets() == BUCKETS / 2 && other.health().buckets() == BUCKETS / 2);
            for (int i = 0; i < KEYS; i++) {
                MessageKey key = key(i);
                broker.times(1, message -> message.key().equals(key), BrokerFault.NACK);
            }
            for (int round = 0; round < 4; round++) {
                List<MessageKey> turn = keys(round % 2, KEYS, 2);
                (round == 0 || round == 3 ? behind : ahead).publish(turn);
            }
            drain(one);
            assertThat(one.failing()).isEmpty();
        }
        assertThat(broker.attempts()).as("each key was refused once").hasSize(3 * KEYS);
        assertInOrder(KEYS, 2);
        assertThat(behind.lost).as("buckets that the one behind lost").hasValue(0);
        assertThat(ahead.lost).as("buckets that the one ahead lost").hasValue(0);
        assertThat(behind.sent).as("messages that the one behind sent").hasPositiveValue();
        assertThat(ahead.sent).as("messages that the one ahead sent").hasPositiveValue();
    }

    @Test
    void a_relay_that_died_with_its_clock_an_hour_ahead_is_replaced_when_its_lease_ends_and_not_an_hour_later() {
        Node survivor = new Node(HOUR.negated(), SHORT_LEASE);
        Node dying = new Node(HOUR, SHORT_LEASE);
        OutboxRelay dead = dying.relay();
        await(() -> dead.health().buckets() == BUCKETS);
        dying.watched.breakAt(1, Moment.BEFORE);
        await(dying.watched::isBroken);
        dead.close();
        survivor.publish(keys(0, KEYS, 1));

        try (OutboxRelay relay = survivor.relay()) {
            drain(relay);
            await(() -> relay.health().buckets() == BUCKETS);
        }
        assertInOrder(KEYS, 1);
    }

    @Test
    void a_transaction_that_began_earlier_and_wrote_later_does_not_overtake() {
        Node node = new Node(Duration.ZERO, LONG_LEASE);
        node.publish(key(1)); // the first of its key type, which others of that type wait for
        try (OutboxRelay relay = node.relay()) {
            for (int round = 0; round < 5; round++) {
                node.database.transactions().run(() -> {
                    node.publish(key(1)); // it has a number, a snapshot, and a row with a lower one
                    node.database.transactions().callInNew(() -> node.publish(key(0)));
                    node.publish(key(0));
                });
            }
            drain(relay);
        }
        assertInOrder(1, 10);
        assertThat(broker.attempts()).hasSize(16);
    }

    @Test
    void a_foreign_transaction_that_stays_open_keeps_no_other_message_waiting_and_its_own_comes_after_its_commit() {
        Node node = new Node(Duration.ZERO, LONG_LEASE);
        Node foreign = new Node(Duration.ZERO, LONG_LEASE);
        int rounds = 10;
        node.publish(key(KEYS)); // the first of its key type, which others of that type wait for
        try (OutboxRelay relay = node.relay();
                OutboxRelay idle = foreign.relay()) {
            drain(relay);
            OpenTransaction reading = OpenTransaction.after(foreign.database.transactions(), foreign.outbox::pending);
            OpenTransaction writing =
                    OpenTransaction.after(foreign.database.transactions(), () -> foreign.publish(key(KEYS)));
            try (reading;
                    writing) {
                for (int round = 0; round < rounds; round++) {
                    node.publish(keys(0, 10, 1));
                    drain(relay);
                }
                assertInOrder(10, rounds);
                assertThat(numbers(key(KEYS))).as("not committed").containsExactly(1L);
                writing.commit();
                foreign.publish(key(KEYS));
                drain(idle);
                reading.commit();
            }
        }
        assertThat(numbers(key(KEYS))).containsExactly(1L, 2L, 3L);
        assertThat(broker.attempts()).as("sends").hasSize(10 * rounds + 3);
    }

    @Test
    void keys_that_fail_at_the_head_of_every_batch_let_each_message_of_others_pass_with_one_send_and_no_pause() {
        Node node = new Node(Duration.ZERO, LONG_LEASE, HOUR);
        broker.always(OutboxRelayContract::bad, BrokerFault.NACK);
        List<MessageKey> keys = new ArrayList<>();
        for (int i = 0; i < 10 * Node.BATCH; i++) {
            keys.add(new MessageKey(i % (Node.BATCH / 2) == 0 ? "bad" : "good", "k" + i));
        }
        node.publish(keys);
        node.publish(keys);
        List<MessageKey> good =
                keys.stream().filter(key -> key.type().equals("good")).toList();
        try (OutboxRelay relay = node.relay()) {
            // Each failing key pauses for longer than this test waits: whoever waited for one would wait too long.
            await(() ->
                    broker.stored().size() == 2 * good.size() && relay.failing().size() == 20);
            await(() -> relay.pending() == 2 * 20);
        }
        assertThat(broker.attempts()).as("one send each").hasSize(2 * good.size() + 20);
        assertThat(good).allSatisfy(key -> assertThat(numbers(key)).containsExactly(1L, 2L));
    }

    private static boolean bad(Message message) {
        return message.key().type().equals("bad");
    }

    @Test
    void an_idle_relay_backs_off_until_it_asks_the_database_at_most_once_a_second() {
        WatchedDataSource watched = WatchedDataSource.over(target);
        OutboxConfig usual = OutboxConfig.builder().build();
        try (OutboxRelay relay = OutboxRelay.with(Database.over(watched), broker, usual)) {
            relay.start();
            await(() -> relay.health().buckets() == BUCKETS);
            await(() -> looks(watched) >= 3);
            watched.forget();
            long began = System.nanoTime();
            await(() -> System.nanoTime() - began >= IDLE.toNanos());
            int asked = watched.statements().size();
            // How long it really was: the one that begins and the one that ends that time count too.
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(asked)
                    .as("statements of an idle relay in %.1f s", seconds)
                    .isLessThanOrEqualTo((int) seconds + 1);
        }
    }

    /** The outbox of this contract is empty: what a relay asks for is whether it is. */
    private static long looks(WatchedDataSource watched) {
        return watched.statements().stream()
                .filter(sql -> sql.contains(" as others"))
                .count();
    }

    /** A process with a clock of its own. */
    private final class Node {
        private static final int BATCH = 20;

        private final WatchedDataSource watched = WatchedDataSource.over(target);
        private final Database database;
        private final JdbcOutbox outbox;
        private final OutboxConfig config;
        private final AtomicInteger lost = new AtomicInteger();
        private final AtomicInteger sent = new AtomicInteger();

        Node(Duration clockAhead, Duration lease) {
            this(clockAhead, lease, Duration.ofMillis(5));
        }

        Node(Duration clockAhead, Duration lease, Duration retryAfter) {
            database = Database.over(watched).clock(Clock.offset(Clock.systemUTC(), clockAhead));
            outbox = JdbcOutbox.on(database, Models.codec(), "banking");
            config = OutboxConfig.builder()
                    .pollEvery(Duration.ofMillis(20))
                    .pollIdleEvery(Duration.ofMillis(20))
                    .batchSize(BATCH)
                    .lease(lease)
                    .retryAfter(retryAfter)
                    .retryAtMostAfter(retryAfter.multipliedBy(2))
                    .build();
        }

        List<Message> publish(MessageKey key) {
            return database.transactions().call(() -> outbox.publish(key, new AggregateChanged(key.id(), 1)));
        }

        /** One message under each of them, in this order, in one transaction. */
        void publish(List<MessageKey> keys) {
            database.transactions()
                    .run(() -> keys.forEach(key -> outbox.publish(key, new AggregateChanged(key.id(), 1))));
        }

        OutboxRelay relay() {
            OutboxRelay relay = OutboxRelay.with(database, broker, config, new Counting());
            relay.start();
            return relay;
        }

        private final class Counting implements OutboxMetrics {
            @Override
            public void accepted(Message message, Duration took) {
                sent.incrementAndGet();
            }

            @Override
            public void bucketsLost(int buckets) {
                lost.addAndGet(buckets);
            }
        }
    }
}
