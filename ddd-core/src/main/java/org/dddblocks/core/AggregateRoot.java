package org.dddblocks.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The only way into its aggregate, and the boundary of one transaction.
 *
 * <p><b>Shape.</b> A root has an id from its first moment, a version that stores move, and the events it recorded and
 * that are not stored yet. Models see the id only. <b>Threads.</b> A root belongs to one thread at a time; other
 * aggregates are referred to by id (see {@link Association}).
 *
 * <pre>{@code
 * public final class Stock extends AggregateRoot<Stock, Sku, StockEvent> {
 *     public static final AggregateType<Stock, Sku, StockEvent> TYPE =
 *             AggregateType.stateBased("stock", Stock.class, StockEvent.class);
 *     private int onHand;
 *
 *     Stock(Sku id, int onHand) {
 *         super(id);
 *         this.onHand = onHand;
 *     }
 *
 *     public void take(int units) {
 *         require(units <= onHand, "STOCK_SHORT", "Only %d of %s are left.", onHand, id());
 *         onHand -= units;
 *         record(new StockTaken(id(), units));
 *     }
 *
 *     public int onHand() {
 *         return onHand;
 *     }
 * }
 * }</pre>
 *
 * @param <A> the root's own type
 * @param <I> the type of its id
 * @param <E> the sealed family of its events; {@link DomainEvent} for a root without events
 * @see <a href="https://www.domainlanguage.com/ddd/reference/">Evans, Domain-Driven Design Reference, Aggregates</a>
 */
public abstract class AggregateRoot<A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
        extends Entity<A, I> implements org.jmolecules.ddd.types.AggregateRoot<A, I> {

    final List<E> pending = new ArrayList<>();
    long version;
    private @Nullable E applying;

    /**
     * Creates a root.
     *
     * @param id its id, never {@code null}: roots are identified before they are stored
     * @throws IllegalArgumentException if {@code id} is {@code null}
     */
    protected AggregateRoot(I id) {
        super(id);
    }

    /**
     * The identity of this root, for jMolecules' tools.
     *
     * @return the id, never {@code null}
     */
    @Override
    public I getId() {
        return Objects.requireNonNull(super.getId());
    }

    @Override
    final int stableHash() {
        return getId().hashCode();
    }

    /**
     * Records that something happened; it is stored with the next save. An event-sourced root applies its handler
     * first, and an event whose handler fails is not recorded.
     *
     * @param event what happened, never {@code null}
     * @throws IllegalArgumentException if {@code event} is {@code null} or not one of the described family
     * @throws IllegalStateException if called from within an event handler, where nothing is decided
     */
    protected final void record(E event) {
        apply(event);
        pending.add(event);
    }

    /**
     * Records what a {@link Decider} decided.
     *
     * @param decision its events, or its refusal
     * @throws DomainRejection if it is a refusal
     */
    protected final void record(Decision<? extends E> decision) {
        Texts.given(decision, "The decision of " + this).eventsOrThrow().forEach(this::record);
    }

    final void apply(E event) {
        if (event == null) {
            throw new IllegalArgumentException("The event of %s is null; pass what happened.".formatted(this));
        }
        if (applying != null) {
            throw new IllegalStateException(
                    "%s recorded %s while it was applying %s. ".formatted(this, nameOf(event), nameOf(applying))
                            + "An event handler only changes fields; record further events in the command, after this one.");
        }
        applying = event;
        try {
            handle(event);
        } finally {
            applying = null;
        }
    }

    void handle(E event) {}

    private static String nameOf(DomainEvent event) {
        return event.getClass().getSimpleName();
    }

    /**
     * Refuses the command unless the condition holds.
     *
     * @param condition what must hold
     * @param code stable code of the refusal, such as {@code ORDER_SHIPPED}
     * @param message a format for people, see {@link String#format(String, Object...)}; a {@link TypedId} is shown by
     *     its text
     * @param arguments its arguments, {@code null} allowed
     * @throws DomainRejection if the condition does not hold
     */
    protected static void require(boolean condition, String code, String message, @Nullable Object... arguments) {
        if (!condition) {
            throw new DomainRejection(code, message, arguments);
        }
    }
}
