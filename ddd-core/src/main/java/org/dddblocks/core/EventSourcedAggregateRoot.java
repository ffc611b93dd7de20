package org.dddblocks.core;

/**
 * A root whose state is nothing but the fold of its events: commands decide and record, handlers change fields.
 *
 * <p><b>Shape.</b> Fields change in the handlers of its {@link AggregateType} only, so replaying the stored events
 * gives the same state again. A handler must not fail, ask a clock or record events; when one fails nothing is
 * recorded, but fields it changed before stay changed: drop the object and load it again. <b>Threads.</b> A root
 * belongs to one thread at a time.
 *
 * <pre>{@code
 * public final class Order extends EventSourcedAggregateRoot<Order, OrderId, OrderEvent> {
 *     public static final AggregateType<Order, OrderId, OrderEvent> TYPE =
 *             AggregateType.eventSourced("order", Order.class, OrderEvent.class, Order::new)
 *                     .on(OrderPlaced.class, (order, e) -> order.status = PLACED)
 *                     .on(OrderCancelled.class, (order, e) -> order.status = CANCELLED)
 *                     .build();
 *
 *     private Status status = NEW;
 *
 *     private Order(OrderId id) {
 *         super(TYPE, id);
 *     }
 *
 *     public static Order place(OrderId id, List<OrderLine> lines) {
 *         require(!lines.isEmpty(), "ORDER_EMPTY", "Order %s has no lines.", id);
 *         Order order = new Order(id);
 *         order.record(new OrderPlaced(id, lines));
 *         return order;
 *     }
 *
 *     public void cancel(String why) {
 *         require(status == PLACED, "ORDER_NOT_PLACED", "Order %s is %s.", id(), status);
 *         record(new OrderCancelled(id(), why));
 *     }
 * }
 * }</pre>
 *
 * @param <A> the root's own type
 * @param <I> the type of its id
 * @param <E> the sealed family of its events
 * @see <a href="https://martinfowler.com/eaaDev/EventSourcing.html">Fowler, Event Sourcing</a>
 */
public abstract class EventSourcedAggregateRoot<
                A extends EventSourcedAggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
        extends AggregateRoot<A, I, E> {

    private final Fold<A, E> fold;

    /**
     * Creates a blank root, to which nothing happened yet.
     *
     * @param type the description of this root
     * @param id its id, never {@code null}
     * @throws IllegalArgumentException if {@code id} is {@code null}, or {@code type} describes another class
     */
    protected EventSourcedAggregateRoot(AggregateType<A, I, E> type, I id) {
        super(id);
        if (type == null) {
            throw new IllegalArgumentException(
                    "The type of %s is null; declare its TYPE above every other static field that creates one."
                            .formatted(getClass().getSimpleName()));
        }
        Texts.check(type.root().isInstance(this), "The root of the type " + type, getClass(), "a " + type.root());
        this.fold = type.fold();
    }

    @Override
    @SuppressWarnings("unchecked") // the constructor checked that this is an A
    final void handle(E event) {
        fold.apply((A) this, event);
    }
}
