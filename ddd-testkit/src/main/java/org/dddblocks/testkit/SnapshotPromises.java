package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dddblocks.core.Changes;
import org.dddblocks.core.Money;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventSourcedRepository;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.SnapshotConfig;
import org.dddblocks.eventstore.Snapshots;
import org.dddblocks.eventstore.StoredSnapshot;
import org.dddblocks.eventstore.StreamDeletedException;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountEvent;
import org.dddblocks.testkit.model.AccountId;
import org.junit.jupiter.api.Test;

/** What the snapshots of every event store promise: never an old state, and nothing of a stream that is deleted. */
@SuppressWarnings("exports") // the model's types are nobody's business but the kit's
abstract class SnapshotPromises extends RepositoryContract<Account, AccountId, AccountEvent> {
    private static final AccountId ID = new AccountId("1");
    private static final StreamId STREAM = StreamId.of(Account.TYPE, ID);
    private static final Duration SOON = Duration.ofSeconds(120);

    private EventStore store = InMemoryEventStore.create();

    /**
     * A store without events, another one on each call.
     *
     * @return the store under test
     */
    protected abstract EventStore emptyStore();

    final EventStore store() {
        return store;
    }

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

    final void append(AccountId id, int deposits) {
        StreamId stream = StreamId.of(Account.TYPE, id);
        for (int i = 0; i < deposits; i++) {
            long version = store.version(stream);
            AccountEvent next = version == 0
                    ? new AccountEvent.AccountOpened(id)
                    : new AccountEvent.MoneyDeposited(id, Money.of(Long.toString(version), "GBP"));
            store.append(stream, version, List.of(next));
        }
    }

    EventSourcedRepository<Account, AccountId> with(Snapshots snapshots) {
        return store.repository(Account.TYPE)
                .snapshots(Account.SNAPSHOTS, AccountId::new, snapshots)
                .build();
    }

    static void idle(Snapshots snapshots) {
        try {
            assertThat(snapshots.awaitIdle(SOON)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(snapshots.health().lastFailure()).isEmpty();
    }

    final void assertEqualsReplay(EventSourcedRepository<Account, AccountId> accounts, AccountId id) {
        Account all = store.repository(Account.TYPE).build().get(id);
        Account loaded = accounts.get(id);
        assertThat(loaded.balance()).isEqualTo(all.balance());
        assertThat(Changes.version(loaded)).isEqualTo(Changes.version(all));
    }

    private EventSourcedRepository<Account, AccountId> withSnapshotAfter(Snapshots snapshots, int events) {
        EventSourcedRepository<Account, AccountId> accounts = with(snapshots);
        append(ID, events);
        accounts.requestSnapshot(ID);
        idle(snapshots);
        assertThat(kept()).map(StoredSnapshot::version).hasValue(store.version(STREAM));
        return accounts;
    }

    /** The newest of whatever code. */
    private Optional<StoredSnapshot> kept() {
        return store.snapshotStore().newest(STREAM, "any", Long.MAX_VALUE);
    }

    @Test
    void a_deleted_root_is_gone_with_its_snapshots_and_cannot_be_added_again() {
        try (Snapshots snapshots = Snapshots.on(store, SnapshotConfig.builder().build())) {
            EventSourcedRepository<Account, AccountId> accounts = withSnapshotAfter(snapshots, 3);
            accounts.get(ID);

            store.transactions().run(() -> {
                store.delete(STREAM);
                assertThatThrownBy(() -> accounts.get(ID)).isInstanceOf(StreamDeletedException.class);
            });

            assertThat(kept()).isEmpty();
            List<Runnable> uses = List.of(
                    () -> accounts.find(ID),
                    () -> accounts.get(ID),
                    () -> accounts.asOf(ID, 2),
                    () -> accounts.asOf(ID, Instant.now()),
                    () -> accounts.update(ID, account -> account.deposit(Money.of("1", "GBP"))),
                    () -> accounts.add(Account.open(ID)));
            assertThat(uses).allSatisfy(use -> assertThatThrownBy(use::run).isInstanceOf(StreamDeletedException.class));
            accounts.requestSnapshot(ID);
            idle(snapshots);
            assertThat(snapshots.takeOlderThan(Duration.ZERO)).isZero();
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void a_snapshot_that_comes_after_the_deletion_of_its_stream_is_not_kept() {
        try (Snapshots snapshots = Snapshots.on(store, SnapshotConfig.builder().build())) {
            withSnapshotAfter(snapshots, 3);
            StoredSnapshot late = kept().orElseThrow();
            store.delete(STREAM);

            assertThat(store.snapshotStore().save(late, 2, Duration.ZERO)).isFalse();
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void a_snapshot_that_is_kept_while_its_stream_is_deleted_does_not_stay() {
        for (int round = 0; round < 10; round++) {
            AccountId id = new AccountId("round-" + round);
            StreamId stream = StreamId.of(Account.TYPE, id);
            append(id, 2);
            StoredSnapshot snapshot = new StoredSnapshot(stream, "code", 2, Instant.EPOCH, "{}");
            Race.run(List.<Callable<Boolean>>of(
                    () -> deletedAtLast(stream), () -> store.snapshotStore().save(snapshot, 2, Duration.ZERO)));

            assertThatThrownBy(() -> store.version(stream)).isInstanceOf(StreamDeletedException.class);
            assertThat(store.snapshotStore().newest(stream, "code", Long.MAX_VALUE))
                    .as("round %d", round)
                    .isEmpty();
        }
    }

    /** The two may lock each other out, and then the database ends one of them. */
    private boolean deletedAtLast(StreamId stream) {
        for (int tries = 1; ; tries++) {
            try {
                return store.delete(stream);
            } catch (ConflictException e) {
                assertThat(tries).isLessThan(20);
            }
        }
    }

    @Test
    void a_deletion_that_is_rolled_back_leaves_the_snapshots() {
        try (Snapshots snapshots = Snapshots.on(store, SnapshotConfig.builder().build())) {
            EventSourcedRepository<Account, AccountId> accounts = withSnapshotAfter(snapshots, 3);
            assertThatThrownBy(() -> store.transactions().run(() -> {
                        store.delete(STREAM);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(kept()).isPresent();
            assertEqualsReplay(accounts, ID);
        }
    }

    @Test
    void an_older_snapshot_never_replaces_a_newer_one() {
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().keep(1).build())) {
            withSnapshotAfter(snapshots, 2);
            StoredSnapshot older = kept().orElseThrow();
            EventSourcedRepository<Account, AccountId> accounts = withSnapshotAfter(snapshots, 3);
            store.snapshotStore().save(older, 1, Duration.ofDays(1));

            assertThat(kept()).map(StoredSnapshot::version).hasValue(5L);
            assertEqualsReplay(accounts, ID);
        }
    }

    @Test
    void a_snapshot_of_other_code_is_not_used() {
        try (Snapshots snapshots = Snapshots.on(store, SnapshotConfig.builder().build())) {
            EventSourcedRepository<Account, AccountId> accounts = withSnapshotAfter(snapshots, 2);
            StoredSnapshot own = kept().orElseThrow();
            append(ID, 3);
            String wrong = own.payload().replaceAll("\\d+", "77");
            assertThat(wrong).isNotEqualTo(own.payload());
            StoredSnapshot others = new StoredSnapshot(STREAM, "other code", 5, own.occurredAt(), wrong);
            assertThat(store.snapshotStore().save(others, 2, Duration.ofDays(1)))
                    .isTrue();

            assertEqualsReplay(accounts, ID);
        }
    }
}
