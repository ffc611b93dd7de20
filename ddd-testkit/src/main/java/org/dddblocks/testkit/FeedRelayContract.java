package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.dddblocks.core.Money;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.outbox.FeedRelay;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageNumber;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.ParkedKey;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Repository;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountEvent;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.AggregateChanged;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a {@link FeedRelay} promises: the messages of all events of an event store arrive at least once, those of a stream in
 * its order.
 *
 * <pre>{@code
 * class H2FeedRelayContractTest extends FeedRelayContract implements OnH2 {}
 * }</pre>
 */
public abstract class FeedRelayContract implements EmptyDatabase {
    private static final Money POUND = Money.of("1", "GBP");
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration SHORT_LEASE = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final long POLL_NANOS = 2_000_000;
    private static final int ATTEMPTS = 3;
    private static final int MANY = 750;

    private DataSource target;
    private EventStore store;
    private Database database;
    private ScriptedBroker broker;

    /** For subclasses. */
    protected FeedRelayContract() {}

    @BeforeEach
    final void begin() {
        target = emptyDatabase();
        database = Database.over(target);
        database.install(JdbcEventStore.schema(), FeedRelay.leaseSchema(), FeedRelay.schema());
        store = JdbcEventStore.on(database, Models.codec());
        broker = new ScriptedBroker();
    }

    private Repository<Account, AccountId> accounts() {
        return store.repository(Account.TYPE).build();
    }

    private void open(String id, int deposits) {
        Account account = Account.open(new AccountId(id));
        for (int i = 0; i < deposits; i++) {
            account.deposit(POUND);
        }
        accounts().add(account);
    }

    private void deposit(String id) {
        accounts().update(new AccountId(id), account -> account.deposit(POUND));
    }

    private FeedRelay relay() {
        return relay(database, Models.messages());
    }

    private FeedRelay relay(Database node, MessageTranslator translator) {
        return relay(node, translator, LEASE);
    }

    private FeedRelay relay(Database node, MessageTranslator translator, Duration lease) {
        OutboxConfig config = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(2))
                .retryAtMostAfter(Duration.ofMillis(10))
                .attempts(ATTEMPTS)
                .closeTimeout(Duration.ofSeconds(5))
                .build();
        return FeedRelay.with(node, JdbcEventStore.on(node, Models.codec()), broker, "banking")
                .translating(Models.codec(), translator)
                .config(config)
                .lease(lease)
                .build();
    }

    private void awaitStored(FeedRelay relay) {
        await(() -> relay.position() == store.newestPosition().orElseThrow());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<Long> versions(String id) {
        return broker.firstStored().stream()
                .filter(message -> message.key().id().equals(id))
                .map(message -> message.number().version())
                .toList();
    }

    private List<Long> upTo(long version) {
        List<Long> versions = new ArrayList<>();
        for (long next = 1; next <= version; next++) {
            versions.add(next);
        }
        return versions;
    }

    @Test
    void the_messages_of_all_events_arrive_in_the_order_of_their_streams_and_once_when_nothing_fails() {
        open("a", 4);
        open("b", 0);
        try (FeedRelay relay = relay()) {
            relay.start();
            deposit("b");
            awaitStored(relay);
            assertThat(relay.active()).isTrue();
            assertThat(relay.trouble()).isEmpty();
        }
        deposit("a");
        try (FeedRelay next = relay()) {
            next.start();
            awaitStored(next);
        }

        assertThat(versions("a")).isEqualTo(upTo(6));
        assertThat(versions("b")).isEqualTo(upTo(2));
        assertThat(broker.stored()).hasSize(8).allSatisfy(message -> {
            assertThat(message.id().version()).isEqualTo(7);
            assertThat(message.source()).isEqualTo("banking");
            assertThat(message.key().type()).isEqualTo("account");
        });
    }

    @Test
    void two_messages_of_an_event_are_numbered_and_keep_their_ids_when_they_are_sent_again() {
        open("a", 1);
        broker.times(1, message -> message.number().equals(new MessageNumber(2, 1)), BrokerFault.STORED_BUT_TIMED_OUT);
        MessageTranslator twice = event -> List.of(
                new AggregateChanged("first", event.version()), new AggregateChanged("second", event.version()));
        try (FeedRelay relay = relay(database, twice)) {
            relay.start();
            awaitStored(relay);
        }

        assertThat(broker.firstStored())
                .extracting(Message::number)
                .containsExactly(
                        new MessageNumber(1, 0),
                        new MessageNumber(1, 1),
                        new MessageNumber(2, 0),
                        new MessageNumber(2, 1));
        assertThat(broker.firstStored()).extracting(Message::id).doesNotHaveDuplicates();
        assertThat(broker.stored())
                .as("the one without an answer came twice, as the same")
                .hasSize(5);
    }

    @Test
    void a_relay_that_is_new_begins_where_it_is_told_and_reads_the_types_it_is_told() {
        open("old", 3);
        long head = store.feedHead();
        open("new", 1);
        try (FeedRelay relay = FeedRelay.with(database, store, broker, "banking")
                .named("deposits")
                .types(Set.of(AccountEvent.MoneyDeposited.class))
                .startAfter(head)
                .translating(Models.codec(), Models.messages())
                .build()) {
            relay.start();
            awaitStored(relay);
        }
        assertThat(versions("old")).isEmpty();
        assertThat(versions("new")).containsExactly(2L);
    }

    @Test
    void a_message_that_is_always_refused_parks_its_key_and_is_redriven_in_order() {
        open("bad", 1);
        open("good", 3);
        broker.always(
                message -> message.key().id().equals("bad") && message.number().version() == 2, BrokerFault.NACK);
        try (FeedRelay relay = relay()) {
            relay.start();
            awaitStored(relay);
            accounts().update(new AccountId("bad"), account -> {
                for (int i = 0; i < MANY; i++) { // more than are read at once, or sent again at once
                    account.deposit(POUND);
                }
            });
            deposit("good");
            awaitStored(relay);

            assertThat(versions("bad")).containsExactly(1L);
            assertThat(versions("good")).isEqualTo(upTo(5));
            ParkedKey parked = parked(relay);
            assertThat(parked.attempts()).isEqualTo(ATTEMPTS);
            assertThat(parked.error()).contains("refused");

            broker.heal();
            deposit("bad");
            relay.redrive(parked);
            await(() -> relay.parked().isEmpty());
            deposit("bad");
            awaitStored(relay);
            assertThatThrownBy(() -> relay.redrive(parked)).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(versions("bad")).isEqualTo(upTo(MANY + 4));
        assertThat(broker.stored()).doesNotHaveDuplicates();
    }

    private ParkedKey parked(FeedRelay relay) {
        assertThat(relay.parked()).hasSize(1);
        return relay.parked().get(0);
    }

    @Test
    void a_key_that_fails_for_long_keeps_neither_other_keys_nor_the_checkpoint_waiting() {
        open("bad", 3);
        open("good", 3 * MANY);
        deposit("bad");
        broker.always(
                message -> message.key().id().equals("bad") && message.number().version() == 2, BrokerFault.NACK);
        OutboxConfig patient = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(500))
                .retryAtMostAfter(Duration.ofMillis(500))
                .attempts(100_000)
                .build();
        try (FeedRelay relay = FeedRelay.with(database, store, broker, "banking")
                .translating(Models.codec(), Models.messages())
                .config(patient)
                .build()) {
            relay.start();
            awaitStored(relay);
            assertThat(versions("good")).isEqualTo(upTo(3 * MANY + 1));
            assertThat(versions("bad")).containsExactly(1L);
            assertThat(relay.parked()).as("nobody is asked to help").isEmpty();
            broker.heal();
            await(() -> broker.stored().size() == 3 * MANY + 6);
        }
        assertThat(versions("bad")).isEqualTo(upTo(5));
        assertThat(versions("good")).isEqualTo(upTo(3 * MANY + 1));
    }

    @Test
    void a_redrive_that_fails_again_parks_again_and_a_discarded_message_is_left_out() {
        open("bad", 2);
        broker.always(message -> message.number().version() == 2, BrokerFault.NACK);
        try (FeedRelay relay = relay()) {
            relay.start();
            awaitStored(relay);
            ParkedKey first = parked(relay);
            relay.redrive(first);
            await(() -> !relay.parked().isEmpty()
                    && relay.parked().get(0).parkedAt().isAfter(first.parkedAt()));

            relay.discard(parked(relay), "ann", "duplicate deposit");
            await(() -> relay.parked().isEmpty());
            deposit("bad");
            awaitStored(relay);
        }
        assertThat(versions("bad")).containsExactly(1L, 3L, 4L);
    }

    @Test
    void an_event_that_cannot_be_translated_parks_its_stream_behind_what_was_before_it() {
        open("bad", 3);
        open("good", 0);
        List<Boolean> mended = new ArrayList<>();
        MessageTranslator translator = event -> {
            if (event.version() == 3 && mended.isEmpty()) {
                throw new IllegalStateException("unknown currency");
            }
            return Models.messages().translate(event);
        };
        try (FeedRelay relay = relay(database, translator)) {
            relay.start();
            awaitStored(relay);
            assertThat(versions("bad")).isEqualTo(upTo(2));
            assertThat(versions("good")).isEqualTo(upTo(1));
            assertThat(parked(relay).error()).contains("unknown currency");
            mended.add(true);
            relay.redrive(parked(relay));
            await(() -> relay.parked().isEmpty());
        }
        assertThat(versions("bad")).isEqualTo(upTo(4));
    }

    @Test
    void an_outage_that_outlasts_all_attempts_parks_nothing_and_everything_arrives_in_order() {
        broker.goAway();
        open("a", 5);
        open("b", 5);
        try (FeedRelay relay = relay()) {
            relay.start();
            await(() -> broker.attempts().size() > 5 * ATTEMPTS);
            assertThat(relay.parked()).isEmpty();
            assertThat(relay.position()).isZero();
            broker.comeBack();
            awaitStored(relay);
        }
        assertThat(versions("a")).isEqualTo(upTo(6));
        assertThat(versions("b")).isEqualTo(upTo(6));
        assertThat(broker.stored()).hasSize(12);
    }

    @Test
    void a_message_that_breaks_the_connection_each_time_is_found_and_parked() {
        open("poison", 0);
        open("a", 3);
        broker.always(message -> message.key().id().equals("poison"), BrokerFault.CONNECTION_LOST);
        try (FeedRelay relay = relay()) {
            relay.start();
            await(() -> {
                deposit("a"); // something must pass in between
                return !relay.parked().isEmpty();
            });
            awaitStored(relay);
            assertThat(parked(relay).key().id()).isEqualTo("poison");
        }
        long last = versions("a").size();
        assertThat(versions("a")).isEqualTo(upTo(last));
    }

    @Test
    void when_a_node_dies_another_one_takes_over_and_the_dead_one_sends_nothing_more() {
        open("a", 2);
        open("b", 0);
        WatchedDataSource dying = WatchedDataSource.over(target);
        Database node = Database.over(dying);
        broker.always(message -> message.number().version() == 2, BrokerFault.HANG);
        try (FeedRelay first = relay(node, Models.messages());
                FeedRelay second = relay()) {
            first.start();
            await(() -> broker.unanswered() == 1 && versions("b").size() == 1);
            second.start();
            dying.breakAt(1, Moment.BEFORE);
            await(second::active);
            assertThat(first.active()).isFalse();
            broker.heal();
            broker.answerHanging();
            dying.mend();
            int before = versions("a").size();
            awaitStored(second);
            deposit("a");
            awaitStored(second);
            assertThat(before).isPositive();
            assertThat(first.accepted()).as("what it had sent before").isLessThanOrEqualTo(3);
        }
        assertThat(versions("a")).isEqualTo(upTo(4));
        assertThat(versions("b")).isEqualTo(upTo(1));
    }

    @Test
    void a_node_that_dies_at_one_of_its_first_calls_loses_and_inverts_nothing() throws SQLException {
        for (int call = 2; call <= 14; call += 4) {
            begin();
            open("a", 3);
            open("b", 3);
            WatchedDataSource dying = WatchedDataSource.over(target);
            Database node = Database.over(dying);
            try (FeedRelay relay = relay(node, Models.messages(), SHORT_LEASE)) {
                dying.breakAt(call, call % 8 == 2 ? Moment.AFTER : Moment.BEFORE);
                relay.start();
                await(dying::isBroken);
                dying.mend();
                awaitStored(relay);
            }
            assertThat(versions("a")).as("call %d", call).isEqualTo(upTo(4));
            assertThat(versions("b")).as("call %d", call).isEqualTo(upTo(4));
        }
    }

    @Test
    void wrong_arguments_are_refused() {
        assertThatThrownBy(() -> FeedRelay.with(database, store, broker, " ")).hasMessageContaining("source");
        FeedRelay.Builder builder = FeedRelay.with(database, store, broker, "banking");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("translating");
        assertThatThrownBy(() -> builder.named("n".repeat(101))).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> builder.lease(Duration.ofMillis(99))).hasMessageContaining("at least 100 ms");
        assertThatThrownBy(() -> builder.startAfter(-1)).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> builder.types(Set.of())).hasMessageContaining("at least 1");
        try (FeedRelay relay = relay()) {
            relay.start();
            assertThatThrownBy(relay::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("started");
        }
    }
}
