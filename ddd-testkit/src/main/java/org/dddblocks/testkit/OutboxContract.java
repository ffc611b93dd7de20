package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.Money;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageNumber;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.StateRepository;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.AggregateChanged;
import org.dddblocks.testkit.model.Models;
import org.dddblocks.testkit.model.Shelf;
import org.dddblocks.testkit.model.ShelfId;
import org.dddblocks.testkit.model.ShelfRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an {@link Outbox} and its relay promise: state, events and messages together, delivery at least once, in commit
 * order for each key.
 *
 * <pre>{@code
 * class H2OutboxContractTest extends OutboxContract implements OnH2 {}
 * }</pre>
 */
public abstract class OutboxContract implements EmptyDatabase {
    private static final MessageKey KEY = new MessageKey("newsletter", "1");
    private static final MessageKey SECOND = new MessageKey("newsletter", "2");
    private static final int NEW_KEYS = 10;
    private static final int AT_ONCE = 16;
    private static final int OTHER_ORDERS = 50;
    private static final int KEYS_OF_A_CALL = 6;
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final long POLL_NANOS = 2_000_000;
    private static final Money POUND = Money.of("1", "GBP");

    private WatchedDataSource watched;
    private Database database;
    private Outbox outbox;
    private EventStore store;
    private CollectingBroker broker;

    /** For subclasses. */
    protected OutboxContract() {}

    /**
     * Opens the outbox under test.
     *
     * @param database with the tables of {@link JdbcOutbox#schema()}
     * @return the outbox, by default our own
     */
    protected Outbox open(Database database) {
        return JdbcOutbox.on(database, Models.codec(), "banking");
    }

    /** One writer shows a fault that does not need a race, the same way each time. */
    int writers() {
        return 4;
    }

    @BeforeEach
    final void begin() throws SQLException {
        watched = WatchedDataSource.over(emptyDatabase());
        try (Connection connection = watched.getConnection()) {
            ShelfRows.install(connection);
        }
        Database.over(watched).install(JdbcEventStore.schema(), JdbcOutbox.schema());
        broker = new CollectingBroker();
        reopen();
    }

    /** As after a restart of the process. */
    private void reopen() {
        database = Database.over(watched);
        outbox = open(database);
        store = JdbcEventStore.on(database, Models.codec());
    }

    private Repository<Account, AccountId> accounts() {
        return store.repository(Account.TYPE)
                .recordedEvents(outbox.translating(Models.messages()))
                .build();
    }

    private Repository<Shelf, ShelfId> shelves() {
        return StateRepository.on(database, Shelf.TYPE, new ShelfRows())
                .names(Models.codec())
                .recordedEvents(outbox.translating(Models.messages()))
                .build();
    }

    private void publish(String... texts) {
        database.transactions().run(() -> {
            for (String text : texts) {
                outbox.publish(KEY, new AggregateChanged(text, 1));
            }
        });
    }

    private OutboxRelay relay() {
        OutboxConfig config = OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(5))
                .retryAtMostAfter(Duration.ofMillis(20))
                .build();
        return OutboxRelay.with(database, broker, config);
    }

    private List<Message> relayed() {
        try (OutboxRelay relay = relay()) {
            relay.start();
            assertThat(relay.awaitDrained(LONG)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while relaying.", e);
        }
        return broker.accepted();
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream()
                .map(message -> (AggregateChanged)
                        Models.codec().decode(message.type(), message.schemaVersion(), message.payload()))
                .map(changed -> changed.aggregate())
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void messages_of_committed_transactions_are_delivered_in_order() {
        publish("a", "b");
        publish("c");

        List<Message> messages = relayed();
        assertThat(texts(messages)).containsExactly("a", "b", "c");
        assertThat(messages).extracting(Message::number).isSorted().doesNotHaveDuplicates();
        assertThat(messages).allSatisfy(message -> {
            assertThat(message.key()).isEqualTo(KEY);
            assertThat(message.source()).isEqualTo("banking");
            assertThat(message.id().version()).isEqualTo(7);
        });
    }

    @Test
    void a_delivered_message_is_not_delivered_again() {
        publish("a");
        relayed();
        publish("b");

        assertThat(texts(relayed())).containsExactly("a", "b");
    }

    @Test
    void a_transaction_that_fails_leaves_no_message() {
        assertThatThrownBy(() -> database.transactions().run(() -> {
                    outbox.publish(KEY, new AggregateChanged("never", 1));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        publish("a");

        assertThat(texts(relayed())).containsExactly("a");
    }

    @Test
    void a_message_is_not_delivered_before_the_commit() throws InterruptedException {
        publish("first");
        assertThat(relayed()).hasSize(1);
        try (OutboxRelay relay = relay()) {
            relay.start();
            database.transactions().run(() -> {
                outbox.publish(KEY, new AggregateChanged("a", 1));
                database.transactions()
                        .callInNew(
                                () -> outbox.publish(new MessageKey("newsletter", "2"), new AggregateChanged("b", 1)));
                await(() -> texts(broker.accepted()).contains("b"));
                assertThat(texts(broker.accepted())).containsExactly("first", "b");
            });
            assertThat(relay.awaitDrained(LONG)).isTrue();
        }
        assertThat(texts(broker.accepted())).containsExactly("first", "b", "a");
    }

    @Test
    void wrong_arguments_are_refused_and_nothing_is_stored() {
        assertThatThrownBy(() -> outbox.publish(KEY, new AggregateChanged("a", 1)))
                .as("outside a transaction")
                .isInstanceOf(IllegalStateException.class);
        database.transactions().run(() -> {
            assertThatThrownBy(() -> outbox.publish(KEY)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> outbox.publish(KEY, new AggregateChanged("a", 1), "no registered type"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("String");
        });

        assertThat(relayed()).isEmpty();
    }

    @Test
    void messages_of_several_keys_are_stored_in_one_call_and_numbered_by_key() {
        publish("a");
        Map<MessageKey, List<AggregateChanged>> several = new LinkedHashMap<>();
        several.put(SECOND, List.of(new AggregateChanged("b", 1)));
        several.put(KEY, List.of(new AggregateChanged("c", 1), new AggregateChanged("d", 1)));
        for (int key = 3; key <= 700; key++) {
            several.put(new MessageKey("newsletter", "" + key), List.of(new AggregateChanged("many", 1)));
        }
        List<Message> stored = database.transactions().call(() -> outbox.publish(several));

        assertThat(stored.subList(0, 3))
                .extracting(message -> message.key().id() + " " + message.number())
                .containsExactly("2 1.0", "1 2.0", "1 3.0");
        assertThat(relayed()).hasSize(1 + stored.size()).containsAll(stored);
        assertThat(texts(broker.accepted().stream()
                        .filter(message -> message.key().equals(KEY))
                        .toList()))
                .containsExactly("a", "c", "d");
    }

    @Test
    void writers_who_use_a_new_key_at_once_all_commit() {
        for (int round = 0; round < NEW_KEYS; round++) {
            MessageKey key = new MessageKey("newsletter", "new " + round);
            List<Callable<Long>> writers = Collections.nCopies(
                    AT_ONCE,
                    () -> database.transactions()
                            .call(() -> outbox.publish(key, new AggregateChanged("x", 1)))
                            .get(0)
                            .number()
                            .version());
            assertThat(Race.run(writers))
                    .extracting(Race.Finish::value)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, AT_ONCE).boxed().toList());
        }
    }

    @Test
    void writers_who_name_the_same_keys_in_another_order_never_deadlock() {
        List<AggregateChanged> one = List.of(new AggregateChanged("x", 1));
        for (int round = 0; round < OTHER_ORDERS; round++) {
            Map<MessageKey, List<AggregateChanged>> there = new LinkedHashMap<>();
            Map<MessageKey, List<AggregateChanged>> back = new LinkedHashMap<>();
            for (int key = 0; key < KEYS_OF_A_CALL; key++) {
                there.put(new MessageKey("newsletter", "r" + round + " " + key), one);
                back.put(new MessageKey("newsletter", "r" + round + " " + (KEYS_OF_A_CALL - 1 - key)), one);
            }
            List<Callable<Integer>> writers = new ArrayList<>();
            for (Map<MessageKey, List<AggregateChanged>> keys : List.of(there, back, there, back)) {
                writers.add(() ->
                        database.transactions().call(() -> outbox.publish(keys)).size());
            }
            assertThat(Race.run(writers))
                    .allSatisfy(finish -> assertThat(finish.failure()).isNull());
        }
    }

    @Test
    void a_key_is_numbered_in_one_way_for_ever() {
        accounts().add(Account.open(new AccountId("1")));

        assertThatThrownBy(() -> database.transactions()
                        .run(() -> outbox.publish(new MessageKey("account", "1"), new AggregateChanged("a", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("account");
        assertThat(texts(relayed())).containsExactly("account/1");
    }

    @Test
    void events_of_a_root_become_messages_of_its_key_and_version() {
        EventMetadata why = EventMetadata.NONE.withCorrelationId("process").withActor("ann");
        Account account = Account.open(new AccountId("1"));
        account.deposit(POUND);
        CurrentMetadata.runWith(why, () -> accounts().add(account));
        shelves().add(Shelf.build(new ShelfId("s")));

        List<Message> messages = relayed();
        assertThat(messages)
                .filteredOn(message -> message.key().equals(new MessageKey("account", "1")))
                .extracting(Message::number)
                .containsExactly(new MessageNumber(1, 0), new MessageNumber(2, 0));
        assertThat(messages)
                .filteredOn(message -> message.key().equals(new MessageKey("shelf", "s")))
                .extracting(Message::number)
                .containsExactly(new MessageNumber(1, 0));
        assertThat(messages.get(0).metadata()).isEqualTo(why);
    }

    @Test
    void a_save_that_meets_another_writer_leaves_no_message() {
        accounts().add(Account.open(new AccountId("1")));
        Account stale = accounts().get(new AccountId("1"));
        accounts().update(new AccountId("1"), account -> account.deposit(POUND));
        stale.deposit(POUND);

        assertThatThrownBy(() -> accounts().save(stale)).isInstanceOf(ConflictException.class);

        assertThat(relayed()).hasSize(2);
    }

    @Test
    void a_translator_that_fails_takes_state_and_events_back() {
        Repository<Account, AccountId> failing = store.repository(Account.TYPE)
                .recordedEvents(outbox.translating(event -> {
                    throw new IllegalStateException("cannot translate");
                }))
                .build();

        assertThatThrownBy(() -> failing.add(Account.open(new AccountId("1")))).hasMessage("cannot translate");

        assertThat(accounts().find(new AccountId("1"))).isEmpty();
        assertThat(relayed()).isEmpty();
    }

    @Test
    void a_crash_at_any_call_leaves_events_state_and_messages_of_both_kinds_of_roots_or_nothing() throws SQLException {
        int calls = countCalls();
        for (Moment moment : Moment.values()) {
            for (int k = 1; k <= calls; k++) {
                begin();
                watched.breakAt(k, moment);
                boolean told = savesBoth();
                assertThat(watched.isBroken()).as("call %d was made", k).isTrue();
                watched.mend();
                reopen();

                int found = accounts().find(new AccountId("1")).isPresent() ? 1 : 0;
                found += shelves().find(new ShelfId("s")).isPresent() ? 1 : 0;
                assertThat(List.of(
                                found,
                                store.readFeed(0, 10).entries().size(),
                                relayed().size()))
                        .as("crash %s call %d of %d", moment, k, calls)
                        .isIn(told ? List.of(List.of(2, 1, 2)) : List.of(List.of(0, 0, 0), List.of(2, 1, 2)));
            }
        }
    }

    private int countCalls() {
        watched.forget();
        assertThat(savesBoth()).isTrue();
        return watched.calls().size();
    }

    private boolean savesBoth() {
        try {
            database.transactions().run(() -> {
                accounts().add(Account.open(new AccountId("1")));
                shelves().add(Shelf.build(new ShelfId("s")));
            });
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Test
    void messages_of_many_writers_come_once_and_in_commit_order_for_each_key() throws InterruptedException {
        int keys = 3;
        int updates = 5;
        for (int key = 0; key < keys; key++) {
            accounts().add(Account.open(new AccountId("" + key)));
        }
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < writers(); writer++) {
            writers.add(() -> deposits(keys, updates));
        }
        try (OutboxRelay relay = relay()) {
            relay.start();
            assertThat(Race.run(writers))
                    .allSatisfy(finish -> assertThat(finish.failure()).isNull());
            assertThat(relay.awaitDrained(LONG)).isTrue();
        }

        assertThat(broker.accepted()).hasSize(keys * (1 + writers() * updates));
        assertInOrder(keys, 1 + writers() * updates);
    }

    private int deposits(int keys, int updates) {
        Repository<Account, AccountId> accounts = accounts();
        for (int key = 0; key < keys; key++) {
            for (int done = 0; done < updates; ) {
                try {
                    accounts.update(new AccountId("" + key), account -> account.deposit(POUND));
                    done++;
                } catch (ConflictException lostTooOften) {
                    Thread.onSpinWait();
                }
            }
        }
        return updates;
    }

    private void assertInOrder(int keys, int each) {
        for (int key = 0; key < keys; key++) {
            MessageKey wanted = new MessageKey("account", "" + key);
            assertThat(broker.firstDeliveries())
                    .filteredOn(message -> message.key().equals(wanted))
                    .extracting(message -> message.number().version())
                    .as("versions of %s", wanted)
                    .hasSize(each)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_key_that_fails_waits_in_order_and_the_others_go_on() throws InterruptedException {
        broker.refuse(message -> message.key().id().equals("bad"));
        Account bad = Account.open(new AccountId("bad"));
        bad.deposit(POUND);
        accounts().add(bad);
        accounts().add(Account.open(new AccountId("good")));

        try (OutboxRelay relay = relay()) {
            relay.start();
            await(() -> broker.accepted().size() == 1 && broker.attempts() > 4);
            assertThat(texts(broker.accepted())).containsExactly("account/good");
            broker.refuse(message -> false);
            assertThat(relay.awaitDrained(LONG)).isTrue();
        }
        assertThat(broker.accepted())
                .filteredOn(message -> message.key().id().equals("bad"))
                .extracting(message -> message.number().version())
                .containsExactly(1L, 2L);
    }

    @Test
    void a_broker_that_was_away_gets_everything_in_order() throws InterruptedException {
        broker.away(true);
        publish("a", "b", "c");
        try (OutboxRelay relay = relay()) {
            relay.start();
            await(() -> broker.attempts() > 3);
            broker.away(false);
            assertThat(relay.awaitDrained(LONG)).isTrue();
        }
        assertThat(texts(broker.accepted())).containsExactly("a", "b", "c");
    }

    @Test
    void what_one_relay_left_the_next_one_delivers() {
        broker.refuse(message -> true);
        publish("a", "b");
        try (OutboxRelay relay = relay()) {
            relay.start();
            await(() -> broker.attempts() > 1);
        }
        broker.refuse(message -> false);
        reopen();

        assertThat(texts(relayed())).containsExactly("a", "b");
    }

    @Test
    void two_relays_deliver_at_least_once_and_first_deliveries_in_order() throws InterruptedException {
        accounts().add(Account.open(new AccountId("0")));
        Database elsewhere = Database.over(watched);
        try (OutboxRelay one = relay();
                OutboxRelay other = OutboxRelay.with(
                        elsewhere, broker, OutboxConfig.builder().build())) {
            one.start();
            other.start();
            deposits(1, 15);
            assertThat(one.awaitDrained(LONG)).isTrue();
        }
        assertInOrder(1, 16);
    }

    @Test
    void a_relay_that_crashes_at_any_call_loses_and_inverts_nothing() throws SQLException {
        for (int k = 1; k <= 12; k++) {
            begin();
            accounts().add(Account.open(new AccountId("0")));
            deposits(1, 4);
            watched.breakAt(k, k % 2 == 0 ? Moment.AFTER : Moment.BEFORE);
            try (OutboxRelay relay = relay()) {
                relay.start();
                await(watched::isBroken);
                watched.mend();
            }
            reopen();

            relayed();
            assertInOrder(1, 5);
        }
    }
}
