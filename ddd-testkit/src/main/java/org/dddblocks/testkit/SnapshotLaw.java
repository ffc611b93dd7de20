package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Changes;
import org.dddblocks.core.Decider;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;

/**
 * The law of snapshots: a snapshot and the events after it give what all events give, at every cut of a history.
 *
 * <p>Call it with the histories of your tests, or with random ones. Records are compared as they are written, so it also
 * finds a record that loses something on its way through the database. <b>Threads.</b> Stateless.
 *
 * <pre>{@code
 * SnapshotLaw.holds(Order.TYPE, Order.SNAPSHOTS, id, List.of(placed, cancelled));
 * }</pre>
 */
public final class SnapshotLaw {
    private SnapshotLaw() {}

    /**
     * Checks a root.
     *
     * @param type its description
     * @param snapshots how it is put into a record
     * @param id any id
     * @param history what happened, oldest first
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @param <R> the record
     * @throws AssertionError naming the cut at which it does not hold
     */
    public static <
                    A extends EventSourcedAggregateRoot<A, I, E>,
                    I extends TypedId<A>,
                    E extends DomainEvent,
                    R extends Record>
            void holds(AggregateType<A, I, E> type, SnapshotType<A, R> snapshots, I id, List<? extends E> history) {
        check(snapshots, () -> type.blank(id), history, (root, event) -> {
            Changes.replay(type, root, event);
            return root;
        });
    }

    /**
     * Checks a decider.
     *
     * @param decider makes the state
     * @param snapshots how it is put into a record
     * @param history what happened, oldest first
     * @param <S> the state
     * @param <E> its events
     * @param <R> the record
     * @throws AssertionError naming the cut at which it does not hold
     */
    public static <S, E extends DomainEvent, R extends Record> void holdsFor(
            Decider<?, S, E> decider, SnapshotType<S, R> snapshots, List<? extends E> history) {
        check(snapshots, decider::initial, history, decider::evolve);
    }

    private static <S, E, R extends Record> void check(
            SnapshotType<S, R> type, Supplier<S> blank, List<? extends E> history, BiFunction<S, E, S> fold) {
        PayloadCodec codec =
                JacksonCodec.builder().type(type.record(), "snapshot", 1).build();
        String whole = codec.encode(type.snapshot(replay(blank.get(), history, fold)));
        for (int cut = 0; cut <= history.size(); cut++) {
            S before = replay(blank.get(), history.subList(0, cut), fold);
            String taken = codec.encode(type.snapshot(before));
            S restored = type.restore(blank.get(), type.record().cast(codec.decode("snapshot", 1, taken)));
            S after = replay(restored, history.subList(cut, history.size()), fold);
            assertThat(codec.encode(type.snapshot(after)))
                    .as("the state from the snapshot after event %d of %d", cut, history.size())
                    .isEqualTo(whole);
        }
    }

    private static <S, E> S replay(S state, List<? extends E> events, BiFunction<S, E, S> fold) {
        S now = state;
        for (E event : events) {
            now = fold.apply(now, event);
        }
        return now;
    }
}
