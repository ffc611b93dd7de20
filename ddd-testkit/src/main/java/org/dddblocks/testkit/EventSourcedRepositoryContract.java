package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.dddblocks.core.Changes;
import org.dddblocks.core.Money;
import org.dddblocks.eventstore.EventSourcedRepository;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.NoSuchVersionException;
import org.dddblocks.eventstore.SnapshotConfig;
import org.dddblocks.eventstore.Snapshots;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountId;
import org.junit.jupiter.api.Test;

/**
 * What a repository on an {@link EventStore} promises: the same as one on state.
 *
 * <p>Extend it, return an empty store, run.
 */
public abstract class EventSourcedRepositoryContract extends SnapshotPromises {
    /** For subclasses. */
    protected EventSourcedRepositoryContract() {}

    @Test
    void a_snapshot_and_the_tail_give_what_a_replay_gives_at_every_cut() {
        AccountId id = new AccountId("1");
        try (Snapshots snapshots =
                Snapshots.on(store(), SnapshotConfig.builder().keep(1).build())) {
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

    @Test
    void a_snapshot_asked_for_in_a_transaction_that_rolls_back_leaves_no_trace() {
        AccountId id = new AccountId("1");
        append(id, 3);
        try (Snapshots snapshots =
                Snapshots.on(store(), SnapshotConfig.builder().every(1).build())) {
            EventSourcedRepository<Account, AccountId> accounts = with(snapshots);
            assertThatThrownBy(() -> store().transactions().run(() -> {
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
                Snapshots.on(store(), SnapshotConfig.builder().every(1).build())) {
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
        try (Snapshots snapshots =
                Snapshots.on(store(), SnapshotConfig.builder().build())) {
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
