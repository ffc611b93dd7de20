package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.dddblocks.outbox.DeadLetters;
import org.dddblocks.outbox.FailurePolicies;
import org.dddblocks.outbox.FailurePolicy;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.AggregateChanged;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.Test;

/** A relay dies at each of its calls while it gives messages up, and another one takes over. */
abstract class DeadLetterCrashes implements EmptyDatabase {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String HALTED = "halted";
    private static final String SKIPPED = "skipped";
    private static final OutboxConfig CONFIG = OutboxConfig.builder()
            .pollEvery(Duration.ofMillis(10))
            .pollIdleEvery(Duration.ofMillis(10))
            .retryAfter(Duration.ofMillis(1))
            .retryAtMostAfter(Duration.ofMillis(1))
            .attempts(2)
            .lease(Duration.ofMinutes(10))
            .onFailure(FailurePolicies.others(FailurePolicy.PARK_KEY)
                    .ofKeys(SKIPPED, FailurePolicy.SKIP)
                    .ofKeys(HALTED, FailurePolicy.HALT))
            .build();

    /** How many calls apart the deaths are: 1 tries each. */
    abstract int step();

    @Test
    void after_a_crash_at_any_call_a_halted_route_stands_a_skipped_key_goes_on_and_nothing_is_lost() throws Exception {
        int calls = new Round().undisturbed();
        for (int call = 1; call <= calls; call += step()) {
            for (Moment moment : Moment.values()) {
                new Round().crashAt(call, moment);
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time is over").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean poison(Message message) {
        return text(message).startsWith("poison");
    }

    private static String text(Message message) {
        Object payload = Models.codec().decode(message.type(), message.schemaVersion(), message.payload());
        return ((AggregateChanged) payload).aggregate();
    }

    /** On a database of its own. */
    private final class Round {
        private final MessageKey halted = new MessageKey(HALTED, "a");
        private final MessageKey sameRoute = new MessageKey(HALTED, "b");
        private final MessageKey skipped = new MessageKey(SKIPPED, "c");
        private final MessageKey other = new MessageKey("other", "d");
        private final DataSource server = emptyDatabase();
        private final Database database = Database.over(server);
        private final DeadLetters letters = DeadLetters.on(database);
        private final JdbcOutbox outbox = JdbcOutbox.on(database, Models.codec(), "banking");
        private final ScriptedBroker broker = new ScriptedBroker();

        Round() {
            database.install(JdbcOutbox.schema());
            broker.always(DeadLetterCrashes::poison, BrokerFault.NACK);
            publish(halted, "poison h", "h2", "h3");
            publish(skipped, "poison s", "s2", "s3");
        }

        private void publish(MessageKey key, String... texts) {
            database.transactions().run(() -> {
                for (String text : texts) {
                    outbox.publish(key, new AggregateChanged(text, 1));
                }
            });
        }

        private OutboxRelay relay(DataSource node) {
            return OutboxRelay.with(Database.over(node), broker, CONFIG);
        }

        /** How many calls it takes until both are given up and what may go on has gone. */
        int undisturbed() throws Exception {
            WatchedDataSource node = WatchedDataSource.over(server);
            try (OutboxRelay relay = relay(node)) {
                node.forget();
                relay.start();
                await(this::bothGivenUp);
                int calls = node.calls().size();
                assertOthersGoOn(relay);
                return calls;
            }
        }

        void crashAt(int call, Moment moment) throws Exception {
            WatchedDataSource node = WatchedDataSource.over(server);
            OutboxRelay dying = relay(node);
            node.breakAt(call, moment);
            dying.start();
            await(node::isBroken);
            dying.close();
            endLeases();
            try (OutboxRelay successor = relay(server)) {
                successor.start();
                assertOthersGoOn(successor);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("After a crash at call %d, %s: %s".formatted(call, moment, node.calls()), e);
            }
        }

        private boolean bothGivenUp() {
            return letters.count() == 2 && outbox.pending() == 2;
        }

        private void assertOthersGoOn(OutboxRelay relay) throws Exception {
            await(this::bothGivenUp);
            publish(sameRoute, "x");
            publish(other, "y"); // behind it: whoever has sent this has seen that
            await(() -> stored(other).equals(List.of("y")) && outbox.pending() == 3);
            assertThat(broker.attempts())
                    .as("nothing of the halted route")
                    .noneMatch(message -> message.key().type().equals(HALTED) && !poison(message));
            assertThat(stored(skipped)).containsExactly("s2", "s3");

            broker.heal();
            letters.list(0, 10).forEach(letter -> letters.redrive(letter.number(), "ann", "the broker takes it now"));
            assertThat(relay.awaitDrained(LONG)).isTrue();
            assertThat(stored(halted)).containsExactly("poison h", "h2", "h3");
            assertThat(stored(sameRoute)).containsExactly("x");
            assertThat(stored(skipped)).containsExactly("s2", "s3", "poison s");
        }

        private List<String> stored(MessageKey key) {
            return broker.firstStored().stream()
                    .filter(message -> message.key().equals(key))
                    .map(DeadLetterCrashes::text)
                    .toList();
        }

        /** As time does. */
        private void endLeases() throws SQLException {
            try (Connection connection = server.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("delete from ddd_outbox_node");
            }
        }
    }
}
