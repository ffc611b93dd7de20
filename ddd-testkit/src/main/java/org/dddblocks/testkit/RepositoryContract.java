package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.AggregateNotFoundException;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Repository} promises, whether it keeps events or state: state and events together, one winner, and a root
 * that loses nothing when a save fails.
 *
 * @param <A> the root
 * @param <I> its id
 * @param <E> its events
 */
abstract class RepositoryContract<A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> {
    private static final int ROUNDS = 20;
    private static final int LONGEST_SECONDS = 60;

    private final List<EventEnvelope<? extends DomainEvent>> recorded = Collections.synchronizedList(new ArrayList<>());
    private final RecordedEvents port = recorded::addAll;
    private Transactions transactions;

    RepositoryContract() {}

    /** Makes an empty store and returns its transactions. */
    abstract Transactions begin();

    /** Opens a repository on that store. */
    abstract Repository<A, I> repository(RecordedEvents receiver);

    abstract I id(String value);

    /** A new root with one event. */
    abstract A create(I id);

    /** Changes a root by one event. */
    abstract void change(A root, int by);

    abstract int total(A root);

    @BeforeEach
    final void beginTest() {
        transactions = begin();
    }

    private Repository<A, I> repository() {
        return repository(port);
    }

    private I added(int by) {
        I id = id("1");
        A root = create(id);
        change(root, by);
        repository().add(root);
        recorded.clear();
        return id;
    }

    private int stored(I id) {
        return total(repository(events -> {}).get(id));
    }

    private static List<DomainEvent> events(List<? extends EventEnvelope<? extends DomainEvent>> envelopes) {
        return envelopes.stream().<DomainEvent>map(EventEnvelope::event).toList();
    }

    @Test
    void a_root_that_was_added_is_found_with_its_state_and_version() {
        A root = create(id("1"));
        change(root, 5);
        repository().add(root);

        A found = repository().get(id("1"));
        assertThat(found).isEqualTo(root).isNotSameAs(root);
        assertThat(total(found)).isEqualTo(5);
        assertThat(Changes.version(found)).isEqualTo(2);
        assertThat(Changes.pending(found)).isEmpty();
        assertThat(Changes.version(root)).isEqualTo(2);
        assertThat(Changes.pending(root)).isEmpty();
    }

    @Test
    void a_root_that_nobody_added_is_not_found() {
        assertThat(repository().find(id("1"))).isEmpty();
        assertThatThrownBy(() -> repository().get(id("1")))
                .isInstanceOf(AggregateNotFoundException.class)
                .hasMessageContaining("/1");
    }

    @Test
    void events_are_handed_on_with_the_versions_that_follow_the_stored_one() {
        I id = added(1);
        A root = repository().get(id);
        change(root, 2);
        change(root, 3);
        List<E> pending = Changes.pending(root);

        CurrentMetadata.runWith(
                EventMetadata.NONE.withActor("ann"), () -> repository().save(root));

        assertThat(events(recorded)).isEqualTo(pending);
        assertThat(recorded).extracting(EventEnvelope::version).containsExactly(3L, 4L);
        assertThat(recorded).allSatisfy(event -> {
            assertThat(event.stream().id()).isEqualTo("1");
            assertThat(event.metadata().actor()).isEqualTo("ann");
        });
        assertThat(stored(id)).isEqualTo(6);
    }

    @Test
    void adding_a_root_that_exists_is_a_conflict_and_the_root_keeps_its_events() {
        I id = added(1);
        A second = create(id);

        assertThatThrownBy(() -> repository().add(second)).isInstanceOf(ConflictException.class);

        assertThat(Changes.pending(second)).hasSize(1);
        assertThat(Changes.version(second)).isZero();
        assertThat(recorded).isEmpty();
        assertThat(stored(id)).isEqualTo(1);
    }

    @Test
    void saving_what_was_decided_on_an_old_state_is_a_conflict_and_writes_nothing() {
        I id = added(1);
        A stale = repository().get(id);
        repository().update(id, root -> change(root, 10));
        recorded.clear();
        change(stale, 100);

        assertThatThrownBy(() -> repository().save(stale)).isInstanceOfSatisfying(ConflictException.class, conflict -> {
            assertThat(conflict.expected()).isEqualTo(2);
            assertThat(conflict.actual()).hasValue(3);
            assertThat(conflict.transactionUsable()).isTrue();
        });

        assertThat(recorded).isEmpty();
        assertThat(Changes.pending(stale)).hasSize(1);
        assertThat(stored(id)).isEqualTo(11);
    }

    @Test
    void after_a_conflict_the_transaction_stores_what_is_decided_anew() {
        I id = added(1);
        A stale = repository().get(id);
        repository().update(id, root -> change(root, 10));
        change(stale, 100);

        transactions.run(() -> {
            assertThatThrownBy(() -> repository().save(stale)).isInstanceOf(ConflictException.class);
            A fresh = repository().get(id);
            change(fresh, 1000);
            repository().save(fresh);
            repository().add(create(id("2")));
        });

        assertThat(stored(id)).isEqualTo(1011);
        assertThat(repository().find(id("2"))).isPresent();
    }

    @Test
    void a_receiver_that_fails_takes_state_and_events_back_and_the_root_can_be_saved_again() {
        I id = added(1);
        A root = repository().get(id);
        change(root, 5);
        Repository<A, I> failing = repository(events -> {
            throw new IllegalStateException("receiver failed");
        });

        assertThatThrownBy(() -> failing.save(root)).hasMessage("receiver failed");
        assertThat(stored(id)).isEqualTo(1);
        assertThat(Changes.pending(root)).hasSize(1);
        assertThat(Changes.version(root)).isEqualTo(2);

        repository().save(root);
        assertThat(stored(id)).isEqualTo(6);
        assertThat(recorded).hasSize(1);
    }

    @Test
    void pending_events_survive_a_joined_transaction_that_is_rolled_back_later() {
        I id = added(1);
        A root = repository().get(id);
        change(root, 5);

        assertThatThrownBy(() -> transactions.run(() -> {
                    repository().save(root);
                    throw new IllegalStateException("later");
                }))
                .hasMessage("later");
        assertThat(Changes.pending(root)).hasSize(1);
        assertThat(Changes.version(root)).isEqualTo(2);
        assertThat(stored(id)).isEqualTo(1);

        repository().save(root);
        assertThat(stored(id)).isEqualTo(6);
        assertThat(Changes.pending(root)).isEmpty();
    }

    @Test
    void a_second_save_in_one_transaction_stores_only_the_rest() {
        I id = added(1);
        A root = repository().get(id);

        transactions.run(() -> {
            change(root, 5);
            repository().save(root);
            change(root, 7);
            repository().save(root);
        });

        assertThat(recorded).extracting(EventEnvelope::version).containsExactly(3L, 4L);
        assertThat(stored(id)).isEqualTo(13);
        assertThat(Changes.version(root)).isEqualTo(4);
    }

    @Test
    void what_happens_between_save_and_commit_stays_pending() {
        I id = added(1);
        A root = repository().get(id);

        transactions.run(() -> {
            change(root, 5);
            repository().save(root);
            change(root, 7);
        });
        assertThat(Changes.pending(root)).hasSize(1);
        assertThat(Changes.version(root)).isEqualTo(3);

        repository().save(root);
        assertThat(stored(id)).isEqualTo(13);
    }

    @Test
    void what_a_transaction_saved_it_finds() {
        I id = added(1);
        transactions.run(() -> {
            repository().update(id, root -> change(root, 5));
            assertThat(total(repository().get(id))).isEqualTo(6);
        });
    }

    @Test
    void adding_a_stored_root_and_saving_a_new_one_are_refused() {
        I id = added(1);
        A found = repository().get(id);
        change(found, 1);

        assertThatThrownBy(() -> repository().add(found))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("save(root)");
        assertThatThrownBy(() -> repository().save(create(id("2"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add(root)");
        assertThat(recorded).isEmpty();
        assertThat(stored(id)).isEqualTo(1);
    }

    @Test
    void an_update_that_met_another_writer_decides_again_on_the_newest_state() {
        I id = added(1);
        AtomicInteger tries = new AtomicInteger();

        A updated = repository().update(id, root -> {
            if (tries.incrementAndGet() == 1) {
                transactions.callInNew(() -> repository().update(id, other -> change(other, 10)));
            }
            change(root, total(root));
        });

        assertThat(tries).hasValue(2);
        assertThat(total(updated)).isEqualTo(22);
        assertThat(stored(id)).isEqualTo(22);
    }

    @Test
    void an_update_whose_decision_fails_writes_nothing() {
        I id = added(1);

        assertThatThrownBy(() -> repository().update(id, root -> {
                    change(root, 5);
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(stored(id)).isEqualTo(1);
        assertThat(recorded).isEmpty();
    }

    @Test
    void of_two_who_add_the_same_root_exactly_one_wins() {
        for (int round = 0; round < ROUNDS; round++) {
            I id = id("race-" + round);
            assertOneWinner(List.of(() -> adding(id), () -> adding(id)), round);
            assertThat(repository().find(id)).isPresent();
        }
    }

    private A adding(I id) {
        A root = create(id);
        repository(events -> {}).add(root);
        return root;
    }

    @Test
    void of_two_who_save_on_the_same_version_exactly_one_wins() {
        I id = added(0);
        for (int round = 0; round < ROUNDS; round++) {
            int before = stored(id);
            A one = repository().get(id);
            A other = repository().get(id);
            assertOneWinner(List.of(() -> saving(one, 1), () -> saving(other, 1)), round);
            assertThat(stored(id)).isEqualTo(before + 1);
            assertThat(List.of(
                            Changes.pending(one).size(), Changes.pending(other).size()))
                    .containsExactlyInAnyOrder(0, 1);
        }
    }

    private A saving(A root, int by) {
        change(root, by);
        repository().save(root);
        return root;
    }

    private void assertOneWinner(List<Callable<A>> racers, int round) {
        List<Race.Finish<A>> finishes = Race.run(racers);
        assertThat(finishes).as("round %d", round).filteredOn(Race.Finish::won).hasSize(1);
        assertThat(finishes)
                .filteredOn(finish -> !finish.won())
                .extracting(Race.Finish::failure)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(ConflictException.class));
    }

    @Test
    void no_update_of_many_writers_is_lost() {
        I id = added(0);
        int writers = 4;
        int updates = 10;
        CyclicBarrier allHaveRead = new CyclicBarrier(writers);
        List<Callable<Integer>> racers = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            AtomicBoolean first = new AtomicBoolean(true);
            racers.add(() -> {
                for (int done = 0; done < updates; ) {
                    done += updated(id, () -> meet(allHaveRead, first)) ? 1 : 0;
                }
                return updates;
            });
        }
        assertThat(Race.run(racers))
                .allSatisfy(finish -> assertThat(finish.failure()).isNull());
        assertThat(stored(id)).isEqualTo(writers * updates);
    }

    /** Whoever decides for the first time waits until all have read the same: at least once they are in each other's way. */
    private static void meet(CyclicBarrier all, AtomicBoolean first) {
        if (first.getAndSet(false)) {
            try {
                all.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted before all had read.", e);
            } catch (BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("Not all of the writers came to read.", e);
            }
        }
    }

    private boolean updated(I id, Runnable beforeTheChange) {
        try {
            repository(events -> {}).update(id, root -> {
                beforeTheChange.run();
                change(root, 1);
            });
            return true;
        } catch (ConflictException lostTooOften) {
            return false;
        }
    }
}
