package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.dddblocks.outbox.AuditEntry;
import org.dddblocks.outbox.DeadLetter;
import org.dddblocks.outbox.DeadLetters;
import org.dddblocks.outbox.FailurePolicies;
import org.dddblocks.outbox.FailurePolicy;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.outbox.Redriven;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.AggregateChanged;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What relay and {@link DeadLetters} promise about messages that cannot be delivered: an outage burns no attempts, a poison
 * message stops nobody else, and what was given up is listed, sent again or discarded, never lost.
 *
 * <pre>{@code
 * class H2DeadLetterContractTest extends DeadLetterContract implements OnH2 {}
 * }</pre>
 */
public abstract class DeadLetterContract implements EmptyDatabase {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final long LOOK_NANOS = 5_000_000;
    private static final int ATTEMPTS = 3;
    private static final String PARKED = "parked";
    private static final String SKIPPED = "skipped";
    private static final String HALTED = "halted";

    private WatchedDataSource watched;
    private Database database;
    private JdbcOutbox outbox;
    private DeadLetters letters;
    private ScriptedBroker broker;

    /** For subclasses. */
    protected DeadLetterContract() {}

    @BeforeEach
    final void begin() {
        watched = WatchedDataSource.over(emptyDatabase());
        Database.over(watched).install(JdbcOutbox.schema(), Inbox.schema());
        broker = new ScriptedBroker();
        reopen();
    }

    /** As after a restart of the process. */
    private void reopen() {
        database = Database.over(watched);
        outbox = JdbcOutbox.on(database, Models.codec(), "banking");
        letters = DeadLetters.on(database);
    }

    private OutboxRelay relay() {
        OutboxConfig config = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .batchSize(20)
                .retryAfter(Duration.ofMillis(5))
                .retryAtMostAfter(Duration.ofMillis(20))
                .attempts(ATTEMPTS)
                .onFailure(FailurePolicies.others(FailurePolicy.PARK_KEY)
                        .ofKeys(SKIPPED, FailurePolicy.SKIP)
                        .ofKeys(HALTED, FailurePolicy.HALT))
                .build();
        OutboxRelay relay = OutboxRelay.with(database, broker, config);
        relay.start();
        return relay;
    }

    private void publish(MessageKey key, String... texts) {
        database.transactions().run(() -> {
            for (String text : texts) {
                outbox.publish(key, new AggregateChanged(text, 1));
            }
        });
    }

    private static String text(Message message) {
        Object payload = Models.codec().decode(message.type(), message.schemaVersion(), message.payload());
        return ((AggregateChanged) payload).aggregate();
    }

    private static boolean poison(Message message) {
        return text(message).startsWith("poison");
    }

    private List<String> stored(MessageKey key) {
        return broker.firstStored().stream()
                .filter(message -> message.key().equals(key))
                .map(DeadLetterContract::text)
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

    private DeadLetter only() {
        assertThat(letters.count()).isEqualTo(1);
        return letters.list(0, 10).get(0);
    }

    @Test
    void a_parked_key_waits_while_others_go_on_and_after_a_redrive_its_messages_come_in_order() {
        MessageKey key = new MessageKey(PARKED, "a");
        MessageKey other = new MessageKey(PARKED, "b");
        broker.always(DeadLetterContract::poison, BrokerFault.NACK);
        publish(key, "poison 1", "2", "3");
        publish(other, "x", "y");
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 1 && relay.pending() == 2);
            publish(key, "4", "5");
            publish(other, "z");
            await(() -> stored(other).size() == 3 && relay.pending() == 4);

            assertThat(stored(key)).isEmpty();
            DeadLetter letter = only();
            assertThat(letter.keyId()).isEqualTo("a");
            assertThat(letter.policy()).isEqualTo(FailurePolicy.PARK_KEY);
            assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
            assertThat(letter.error()).contains("refused the message on purpose");
            assertThat(outbox.failing()).isEmpty();

            broker.heal();
            Redriven redriven = letters.redrive(letter.number(), "ann", "the broker takes it now");
            assertThat(redriven.warnings()).isEmpty();
            drain(relay);
        }
        assertThat(stored(key)).containsExactly("poison 1", "2", "3", "4", "5");
        assertThat(letters.audit(0, 10))
                .extracting(AuditEntry::action, AuditEntry::who)
                .satisfies(entries ->
                        assertThat(entries.get(0).toList().get(1).toString()).startsWith("relay "))
                .contains(tuple(AuditEntry.Action.REDRIVEN, "ann"))
                .hasSize(2);
    }

    @Test
    void a_message_that_is_discarded_lets_its_key_go_on_without_it() {
        MessageKey key = new MessageKey(PARKED, "a");
        broker.always(DeadLetterContract::poison, BrokerFault.RETURN);
        publish(key, "poison", "2", "3");
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 1);

            assertThat(letters.discard(only().number(), "ann", "nobody is bound"))
                    .isTrue();

            drain(relay);
        }
        assertThat(stored(key)).containsExactly("2", "3");
        assertThat(letters.count()).isZero();
    }

    @Test
    void a_message_that_fails_again_after_its_redrive_is_given_up_again() {
        broker.always(DeadLetterContract::poison, BrokerFault.NACK);
        publish(new MessageKey(PARKED, "a"), "poison", "2");
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 1);
            long number = only().number();
            letters.redrive(number, "ann", "perhaps");
            await(() -> letters.audit(0, 10).size() == 3);

            assertThat(only().number()).isEqualTo(number);
            assertThat(only().attempts()).as("counted anew").isEqualTo(ATTEMPTS);
            assertThat(relay.pending()).isEqualTo(1);
        }
        assertThat(broker.attempts()).hasSize(2 * ATTEMPTS).allMatch(DeadLetterContract::poison);
    }

    @Test
    void a_skipped_message_lets_its_key_go_on_and_a_gated_consumer_drops_its_redrive_as_the_warning_says() {
        MessageKey key = new MessageKey(SKIPPED, "a");
        List<String> effects = new ArrayList<>();
        Inbox inbox = Inbox.on(database, "reader").gated();
        broker.consume(message -> inbox.once(message, () -> effects.add(text(message))));
        broker.always(DeadLetterContract::poison, BrokerFault.NACK);
        publish(key, "poison 1", "2");
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 1);
            drain(relay);
            assertThat(stored(key)).containsExactly("2");

            broker.heal();
            Redriven redriven = letters.redriveKey(key, "ann", "the broker takes it now");

            assertThat(redriven.numbers()).hasSize(1);
            assertThat(redriven.warnings())
                    .singleElement()
                    .asString()
                    .contains("skipped", "skipped/a", "one with a gate for each key drops it");
            drain(relay);
            await(() -> inbox.dropped() == 1);
        } finally {
            broker.stopConsuming();
        }
        assertThat(stored(key)).containsExactly("2", "poison 1");
        assertThat(effects).containsExactly("2");
    }

    @Test
    void a_halted_route_stands_on_every_node_until_its_message_is_sent_again() {
        MessageKey key = new MessageKey(HALTED, "a");
        MessageKey sameRoute = new MessageKey(HALTED, "b");
        MessageKey otherRoute = new MessageKey(PARKED, "c");
        broker.always(DeadLetterContract::poison, BrokerFault.NACK);
        publish(key, "poison 1", "2");
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 1);
            database.transactions().run(() -> {
                publish(sameRoute, "x");
                publish(otherRoute, "y"); // behind it: whoever has sent this has seen that
            });
            await(() -> stored(otherRoute).size() == 1 && relay.pending() == 2);
        }
        reopen();
        publish(otherRoute, "z");
        try (OutboxRelay restarted = relay()) {
            await(() -> stored(otherRoute).size() == 2 && restarted.pending() == 2);
            assertThat(stored(sameRoute)).isEmpty();
            assertThat(stored(key)).isEmpty();
            assertThat(only().policy()).isEqualTo(FailurePolicy.HALT);

            broker.heal();
            letters.redrive(only().number(), "ann", "the broker takes it now");
            drain(restarted);
        }
        assertThat(stored(key)).containsExactly("poison 1", "2");
        assertThat(stored(sameRoute)).containsExactly("x");
    }

    @Test
    void an_outage_longer_than_all_attempts_burns_none_and_everything_drains_in_order() {
        List<MessageKey> keys = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            keys.add(new MessageKey(PARKED, "k" + i));
            publish(keys.get(i), "1", "2", "3");
        }
        broker.goAway();
        try (OutboxRelay relay = relay()) {
            await(() -> broker.attempts().size() > 40);
            assertThat(letters.count()).isZero();
            assertThat(outbox.failing()).as("no attempt is counted").isEmpty();
            assertThat(relay.pending()).isEqualTo(24);

            broker.comeBack();
            drain(relay);
        }
        assertThat(keys).allSatisfy(key -> assertThat(stored(key)).containsExactly("1", "2", "3"));
        assertThat(letters.audit(0, 10)).isEmpty();
    }

    @Test
    void poison_messages_that_break_the_connection_each_time_are_found_and_nobody_else_is_blamed() {
        MessageKey one = new MessageKey(PARKED, "one");
        MessageKey two = new MessageKey(PARKED, "two");
        broker.always(DeadLetterContract::poison, BrokerFault.CONNECTION_LOST);
        publish(one, "poison", "behind");
        for (int i = 0; i < 10; i++) {
            publish(new MessageKey(PARKED, "good" + i), "good");
        }
        publish(two, "poison", "behind");
        int more = 0;
        try (OutboxRelay relay = relay()) {
            while (letters.count() < 2) {
                publish(new MessageKey(PARKED, "more" + more), "good"); // only while others pass can it be the message
                MessageKey last = new MessageKey(PARKED, "more" + more++);
                await(() -> stored(last).size() == 1);
            }
            await(() -> relay.pending() == 2);

            assertThat(letters.list(0, 10)).extracting(DeadLetter::keyId).containsExactly("one", "two");
            assertThat(letters.list(0, 10)).allMatch(letter -> letter.attempts() >= ATTEMPTS);
            assertThat(stored(one)).isEmpty();
            assertThat(outbox.failing()).isEmpty();
        }
        assertThat(broker.firstStored()).hasSize(10 + more);
    }

    @Test
    void a_poison_message_at_the_head_of_every_batch_costs_the_others_no_repetition() {
        broker.always(DeadLetterContract::poison, BrokerFault.NACK);
        for (int i = 0; i < 200; i++) {
            publish(new MessageKey(SKIPPED, "k" + i), i % 10 == 0 ? "poison" : "good");
        }
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 20 && broker.stored().size() == 180);
            drain(relay);
        }
        assertThat(broker.attempts()).hasSize(180 + 20 * ATTEMPTS);
        assertThat(letters.list(0, 100)).allMatch(letter -> letter.attempts() == ATTEMPTS);
    }

    @Test
    void rows_that_nobody_can_read_are_parked_alone_named_and_sent_in_order_once_repaired() throws SQLException {
        MessageKey key = new MessageKey(PARKED, "a");
        publish(key, "1", "2");
        publish(new MessageKey(PARKED, "b"), "x");
        execute("update " + database.table("outbox") + " set headers = 'no json', type = 'strange' where seq ="
                + " (select seq from (select min(seq) as seq from " + database.table("outbox") + ") first)");
        try (OutboxRelay relay = relay()) {
            await(() ->
                    letters.count() == 1 && stored(new MessageKey(PARKED, "b")).size() == 1);

            assertThat(only().keyId()).isEqualTo("a");
            assertThat(only().type()).isEqualTo("strange");
            assertThat(only().attempts()).isZero();
            assertThat(only().error()).contains("headers");
            assertThat(stored(key)).isEmpty();

            execute("update " + database.table("outbox_dead_letter")
                    + " set headers = null, type = 'aggregate-changed'");
            letters.redrive(only().number(), "ann", "row repaired");
            drain(relay);
        }
        assertThat(stored(key)).containsExactly("1", "2");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void two_relays_give_each_message_up_once() {
        broker.always(DeadLetterContract::poison, BrokerFault.NACK);
        for (int i = 0; i < 30; i++) {
            publish(new MessageKey(PARKED, "k" + i), "poison", "behind");
        }
        try (OutboxRelay one = relay();
                OutboxRelay other = relay()) {
            await(() -> letters.count() == 30);
            assertThat(one.pending()).isEqualTo(other.pending()).isEqualTo(30);
        }
        assertThat(letters.audit(0, 100))
                .hasSize(30)
                .extracting(AuditEntry::letter)
                .doesNotHaveDuplicates();
        assertThat(broker.stored()).isEmpty();
    }

    @Test
    void an_operator_who_crashes_at_any_call_did_all_or_nothing() throws SQLException {
        publish(new MessageKey(PARKED, "a"), "poison");
        broker.always(DeadLetterContract::poison, BrokerFault.NACK);
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 1 && relay.pending() == 0);
        }
        long number = only().number();
        int calls = 0;
        for (Moment moment : List.of(Moment.BEFORE, Moment.AFTER)) {
            boolean broken = true;
            for (int k = 1; broken; k++) {
                watched.breakAt(k, moment);
                boolean told = redrives(number);
                broken = watched.isBroken();
                watched.mend();
                reopen();
                boolean done = letters.count() == 0;
                if (told || !broken) {
                    assertThat(done).as("call %d, %s", k, moment).isTrue();
                }
                assertThat(rows("outbox") + letters.count())
                        .as("call %d, %s", k, moment)
                        .isEqualTo(1);
                assertThat(rows("outbox_audit")).isEqualTo(done ? 2 : 1);
                if (done) {
                    backToTheDeadLetters();
                }
                calls = Math.max(calls, k);
            }
        }
        assertThat(calls).isGreaterThan(5);
    }

    private boolean redrives(long number) {
        try {
            return letters.redrive(number, "ann", "again").numbers().size() == 1;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void backToTheDeadLetters() throws SQLException {
        try (OutboxRelay relay = relay()) {
            await(() -> letters.count() == 1 && relay.pending() == 0);
        }
        execute("delete from " + database.table("outbox_audit") + " where number > (select n from (select min(number)"
                + " as n from " + database.table("outbox_audit") + ") first)");
    }

    private long rows(String table) throws SQLException {
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + database.table(table))) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void a_relay_that_crashes_at_any_call_loses_no_message_that_it_gives_up() {
        for (int k = 2; k <= 24; k += 2) {
            begin();
            broker.always(DeadLetterContract::poison, BrokerFault.NACK);
            MessageKey key = new MessageKey(PARKED, "a");
            publish(key, "1", "poison", "3");
            watched.breakAt(k, k % 4 == 0 ? Moment.AFTER : Moment.BEFORE);
            OutboxRelay crashing = relay();
            await(watched::isBroken);
            watched.mend();
            crashing.close();
            reopen();
            try (OutboxRelay relay = relay()) {
                await(() -> letters.count() == 1 && relay.pending() == 1);
                assertThat(stored(key)).containsExactly("1");
                broker.heal();
                letters.redrive(only().number(), "ann", "again");
                drain(relay);
            }
            assertThat(stored(key)).as("crash at call %d", k).containsExactly("1", "poison", "3");
        }
    }
}
