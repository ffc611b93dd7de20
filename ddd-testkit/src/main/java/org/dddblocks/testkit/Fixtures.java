package org.dddblocks.testkit;

import java.util.List;
import java.util.function.Supplier;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.TypedId;

/**
 * Tests of a root in the words given, when, then: no store, no database.
 *
 * <p><b>Shape.</b> Each word leads to the next by its type. The root's {@link org.dddblocks.core.Invariant}s are checked
 * after each given event and after the command. <b>Threads.</b> For one test at a time.
 *
 * <pre>{@code
 * given(Account.TYPE, ID).events(OPENED, DEPOSITED).when(account -> account.withdraw(FIVE)).then(new MoneyWithdrawn(ID, FIVE));
 * given(Account.TYPE, ID).events(OPENED, DEPOSITED).when(account -> account.withdraw(SIX)).thenRejected("BALANCE_SHORT");
 * givenState(() -> Shelf.build(A4)).when(shelf -> shelf.store(3)).then(new UnitsStored(A4, 3));
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/bliki/GivenWhenThen.html">Fowler, Given When Then</a>
 */
public final class Fixtures {
    private Fixtures() {}

    /**
     * Begins with an event-sourced root.
     *
     * @param type its description
     * @param id its id
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @return the next word: {@code events(…)}
     */
    public static <A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
            History<A, I, E> given(AggregateType<A, I, E> type, I id) {
        return new History<>(type, id);
    }

    /**
     * Begins with a root in some state; what it recorded on the way there does not count.
     *
     * @param state makes the root
     * @param <A> the root
     * @param <E> its events
     * @return the next word: {@code when(…)}
     */
    public static <A extends AggregateRoot<A, ?, E>, E extends DomainEvent> GivenRoot<A, E> givenState(
            Supplier<A> state) {
        A root = state.get();
        Invariants.check(root, "in the given state");
        return new GivenRoot<>(root);
    }

    /**
     * An event-sourced root whose history comes next.
     *
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     */
    public static final class History<
            A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent> {
        private final AggregateType<A, I, E> type;
        private final I id;

        private History(AggregateType<A, I, E> type, I id) {
            this.type = type;
            this.id = id;
        }

        /**
         * What happened before, oldest first.
         *
         * @param events the history; none for a root to which nothing happened yet
         * @return the next word: {@code when(…)}
         */
        @SafeVarargs
        @SuppressWarnings("varargs") // the array is read and not kept
        public final GivenRoot<A, E> events(E... events) {
            A root = type.blank(id);
            for (E event : List.of(events)) {
                Changes.replay(type, root, event);
                Invariants.check(root, "after the given event " + event);
            }
            return new GivenRoot<>(root);
        }
    }
}
