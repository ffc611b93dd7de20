package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dddblocks.core.Changes;
import org.dddblocks.core.Money;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventSourcedRepository;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.NoSuchVersionException;
import org.dddblocks.eventstore.SnapshotConfig;
import org.dddblocks.eventstore.Snapshots;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountEvent;
import org.dddblocks.testkit.model.AccountId;
import org.junit.jupiter.api.Test;

/**
 * What a repository on an {@link EventStore} promises: the same as one on state.
 *
 * <p>Extend it, return an empty store, run.
 */
@SuppressWarnings("exports") // the model's types are nobody's business but the kit's
public abstract class EventSourcedRepositoryContract extends RepositoryContract<Account, AccountId, AccountEvent> {
    private static final Duration SOON = Duration.ofSeconds(120);

    private EventStore store = InMemoryEventStore.create();

    /** For subclasses. */
    protected EventSourcedRepositoryContract() {}

    /**
     * A store without events, another one on each call.
     *
     * @return the store under test
     */
    protected abstract EventStore emptyStore();

    @Override
    final Transactions begin() {
        store = emptyStore();
        return store.transactions();
    }

    @Override
    final Repository<Account, AccountId> repository(RecordedEvents receiver) {
        return store.repository(Account.TYPE).recordedEvents(receiver).build();
    }

    @Override
    final AccountId id(String value) {
        return new AccountId(value);
    }

    @Override
    final Account create(AccountId id) {
        return Account.open(id);
    }

    @Override
    final void change(Account account, int by) {
        account.deposit(Money.of(Integer.toString(by), "GBP"));
    }

    @Override
    final int total(Account account) {
        return account.balance().amount().intValueExact();
    }

    private void append(AccountId id, int deposits) {
        StreamId stream = StreamId.of(Account.TYPE, id);
        for (int i = 0; i < deposits; i++) {
            long version = store.version(stream);
            AccountEvent next = version == 0
                    ? new AccountEvent.AccountOpened(id)
                    : new AccountEvent.MoneyDeposited(id, Money.of(Long.toString(version), "GBP"));
            store.append(stream, version, List.of(next));
        }
    }

    private EventSourcedRepository<Account, AccountId> with(Snapshots snapshots) {
        return store.repository(Account.TYPE)
                .snapshots(Account.SNAPSHOTS, AccountId::new, snapshots)
                .build();
    }

    private static void idle(Snapshots snapshots) {
        try {
            assertThat(snapshots.awaitIdle(SOON)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(snapshots.health().lastFailure()).isEmpty();
    }

    @Test
    void a_snapshot_and_the_tail_give_what_a_replay_gives_at_every_cut() {
        AccountId id = new AccountId("1");
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().keep(1).build())) {
            EventSourcedRepository<Account, AccountId> accounts = with(snapshots);
            for (int cut = 1; cut <= 6; cut++) {
                append(id, 1);
                accounts.requestSnapshot(id);
                idle(snapshots);
                assertEqualsReplay(accounts, id);
                append(id, 2);
                assertEqualsReplay(accounts, id);
            }
            assertThat(snapshots.health().taken()).isEqualTo(6);
        }
    }

    private void assertEqualsReplay(EventSourcedRepository<Account, AccountId> accounts, AccountId id) {
        Account all = store.repository(Account.TYPE).build().get(id);
        Account loaded = accounts.get(id);
        assertThat(loaded.balance()).isEqualTo(all.balance());
        assertThat(Changes.version(loaded)).isEqualTo(Changes.version(all));
    }

    @Test
    void a_snapshot_asked_for_in_a_transaction_that_rolls_back_leaves_no_trace() {
        AccountId id = new AccountId("1");
        append(id, 3);
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().every(1).build())) {
            EventSourcedRepository<Account, AccountId> accounts = with(snapshots);
            assertThatThrownBy(() -> store.transactions().run(() -> {
                        accounts.update(id, account -> account.deposit(Money.of("1000", "GBP")));
                        accounts.requestSnapshot(id);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            idle(snapshots);
            assertThat(snapshots.health().taken()).isZero();
            assertEqualsReplay(accounts, id);
        }
    }

    @Test
    void changing_a_loaded_root_changes_no_later_load() {
        AccountId id = new AccountId("1");
        append(id, 3);
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().every(1).build())) {
            EventSourcedRepository<Account, AccountId> accounts = with(snapshots);
            accounts.get(id).deposit(Money.of("1000", "GBP"));
            idle(snapshots);
            accounts.get(id).deposit(Money.of("1000", "GBP"));
            assertEqualsReplay(accounts, id);
        }
    }

    @Test
    void a_state_of_the_past_has_the_events_up_to_then() {
        AccountId id = new AccountId("1");
        append(id, 9);
        try (Snapshots snapshots = Snapshots.on(store, SnapshotConfig.builder().build())) {
            EventSourcedRepository<Account, AccountId> accounts = with(snapshots);
            accounts.requestSnapshot(id);
            idle(snapshots);
            append(id, 3);
            for (int version = 1; version <= 12; version++) {
                Account then = accounts.asOf(id, version).orElseThrow();
                assertThat(total(then)).as("version %d", version).isEqualTo(version * (version - 1) / 2);
                assertThat(Changes.version(then)).isEqualTo(version);
            }
            assertThatThrownBy(() -> accounts.asOf(id, 13)).isInstanceOf(NoSuchVersionException.class);
            assertThatThrownBy(() -> accounts.asOf(id, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThat(accounts.asOf(id, Instant.EPOCH)).isEmpty();
            assertThat(total(accounts.asOf(id, Instant.now().plusSeconds(3600)).orElseThrow()))
                    .isEqualTo(66);
            assertThat(accounts.asOf(new AccountId("2"), 1)).isEmpty();
        }
    }
}
