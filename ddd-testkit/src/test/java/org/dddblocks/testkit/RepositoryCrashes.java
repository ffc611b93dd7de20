package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.dddblocks.core.Decider;
import org.dddblocks.core.Decision;
import org.dddblocks.core.Fold;
import org.dddblocks.core.Money;
import org.dddblocks.eventstore.DeciderRepository;
import org.dddblocks.eventstore.EventSourcedRepository;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountEvent;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountEvent.MoneyDeposited;
import org.dddblocks.testkit.model.AccountEvent.MoneyWithdrawn;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A node that works with repositories dies at each of its calls: what it has stored of each transaction is all of it, with
 * what its receiver of recorded events wrote, or nothing; and when the next node has done the rest, each event is there once.
 */
abstract class RepositoryCrashes implements EmptyDatabase {
    private static final AccountId ONE = new AccountId("1");
    private static final AccountId TWO = new AccountId("2");
    private static final List<String> ALL = List.of("1:1", "1:2", "1:3", "2:1", "2:2");
    /** After no transaction, the first and the second. */
    private static final List<List<String>> WHOLE = List.of(List.of(), List.of("1:1", "1:2"), ALL);

    private DataSource dataSource;
    private Database undisturbed;
    private EventStore store;

    @BeforeEach
    void install() {
        dataSource = emptyDatabase();
        undisturbed = Database.over(dataSource);
        undisturbed.install(JdbcEventStore.schema());
        store = store(undisturbed);
        undisturbed
                .transactions()
                .run(() -> Jdbc.update(
                        undisturbed.transactions().connection(),
                        "create table handed_on (stream varchar(50) not null, version bigint not null)"));
    }

    /** The same tables for each run: making them anew would take longer than all the rest. */
    private void empty(DataSource same) {
        undisturbed.transactions().run(() -> {
            Connection connection = undisturbed.transactions().connection();
            Jdbc.update(connection, "delete from " + undisturbed.table("event"));
            Jdbc.update(connection, "delete from " + undisturbed.table("stream"));
            Jdbc.update(connection, "delete from handed_on");
        });
    }

    private static EventStore store(Database database) {
        return JdbcEventStore.on(database, Models.codec());
    }

    /** An outbox in small: without a key, so that what comes twice is there twice. */
    private static RecordedEvents receiver(Database database) {
        return events -> events.forEach(event -> Jdbc.update(
                database.transactions().connection(),
                "insert into handed_on (stream, version) values (?, ?)",
                event.stream().id(),
                event.version()));
    }

    private int crashes(CrashEverywhere.Part node) {
        return CrashEverywhere.on(() -> dataSource)
                .given(this::empty)
                .node(node)
                .meanwhile(same -> assertThat(WHOLE).contains(stored()))
                .then(same -> assertThat(stored()).isEqualTo(ALL))
                .run();
    }

    /** The events by stream and version, which the feed and the receiver have too. */
    private List<String> stored() {
        return undisturbed.transactions().call(() -> {
            List<String> events = store.readFeed(0, 100).entries().stream()
                    .map(entry -> entry.envelope().stream().id() + ":"
                            + entry.envelope().version())
                    .sorted()
                    .toList();
            assertThat(rows("handed_on", "stream")).isEqualTo(events);
            assertThat(rows(undisturbed.table("event"), "stream_id")).isEqualTo(events);
            return events;
        });
    }

    private List<String> rows(String table, String stream) {
        return Jdbc.query(
                undisturbed.transactions().connection(),
                row -> row.getString(1) + ":" + row.getLong(2),
                "select " + stream + ", version from " + table + " order by 1, 2");
    }

    @Test
    void a_node_of_roots_that_dies_at_any_of_its_calls_leaves_whole_transactions_and_the_next_completes_them() {
        int calls = crashes(node -> {
            Database database = Database.over(node);
            EventSourcedRepository<Account, AccountId> accounts = store(database)
                    .repository(Account.TYPE)
                    .recordedEvents(receiver(database))
                    .build();
            if (accounts.find(ONE).isEmpty()) {
                accounts.add(opened(ONE, 1));
            }
            database.transactions().run(() -> {
                if (accounts.find(TWO).isEmpty()) {
                    accounts.add(opened(TWO, 2));
                }
                accounts.update(ONE, account -> pay(account, 6));
            });
            assertThat(accounts.get(ONE).balance()).isEqualTo(pounds(6));
            assertThat(accounts.get(TWO).balance()).isEqualTo(pounds(2));
        });
        assertThat(calls).isGreaterThan(12);
    }

    private static Account opened(AccountId id, int pounds) {
        Account account = Account.open(id);
        account.deposit(pounds(pounds));
        return account;
    }

    /** What a command does that may come again: nothing the second time. */
    private static void pay(Account account, int upTo) {
        Money missing = pounds(upTo).minus(account.balance());
        if (missing.isPositive()) {
            account.deposit(missing);
        }
    }

    private static Money pounds(int pounds) {
        return Money.of(Integer.toString(pounds), "GBP");
    }

    /** The number of a purse, and up to how many pounds to pay in. */
    private record Pay(AccountId id, int upTo) {}

    private record Purse(boolean open, Money balance) {
        static final Fold<Purse, AccountEvent> FOLD = Fold.of(Purse.class, AccountEvent.class)
                .on(AccountOpened.class, (purse, e) -> new Purse(true, purse.balance))
                .on(MoneyDeposited.class, (purse, e) -> new Purse(true, purse.balance.plus(e.amount())))
                .on(MoneyWithdrawn.class, (purse, e) -> new Purse(true, purse.balance.minus(e.amount())))
                .build();
        static final Decider<Pay, Purse, AccountEvent> DECIDER =
                Decider.of(new Purse(false, Money.zero("GBP")), Purse::decide, FOLD);

        static Decision<AccountEvent> decide(Purse purse, Pay pay) {
            Money missing = pounds(pay.upTo()).minus(purse.balance);
            if (!missing.isPositive()) {
                return Decision.accepted();
            }
            MoneyDeposited deposited = new MoneyDeposited(pay.id(), missing);
            return purse.open
                    ? Decision.accepted(deposited)
                    : Decision.accepted(new AccountOpened(pay.id()), deposited);
        }
    }

    @Test
    void a_node_of_deciders_that_dies_at_any_of_its_calls_leaves_whole_transactions_and_the_next_completes_them() {
        int calls = crashes(node -> {
            Database database = Database.over(node);
            DeciderRepository<Pay, Purse, AccountEvent> purses = store(database)
                    .repository("purse", Purse.DECIDER)
                    .recordedEvents(receiver(database))
                    .build();
            purses.handle("1", new Pay(ONE, 1)).orThrow();
            database.transactions().run(() -> {
                purses.handle("2", new Pay(TWO, 2)).orThrow();
                purses.handle("1", new Pay(ONE, 6)).orThrow();
            });
            assertThat(purses.get("1").balance()).isEqualTo(pounds(6));
            assertThat(purses.find("2").orElseThrow().balance()).isEqualTo(pounds(2));
        });
        assertThat(calls).isGreaterThan(12);
    }
}
