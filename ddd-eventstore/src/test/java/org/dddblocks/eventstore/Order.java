package org.dddblocks.eventstore;

import org.dddblocks.core.AggregateType;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.SnapshotType;

/** The aggregate of these tests: small, but with a rule that an old state would break. */
final class Order extends EventSourcedAggregateRoot<Order, OrderId, OrderEvent> {
    static final AggregateType<Order, OrderId, OrderEvent> TYPE = AggregateType.eventSourced(
                    "order", Order.class, OrderEvent.class, Order::new)
            .on(OrderEvent.OrderPlaced.class, (order, e) -> order.customer = e.customer())
            .on(OrderEvent.UnitsAdded.class, (order, e) -> order.units += e.units())
            .on(OrderEvent.OrderCancelled.class, (order, e) -> order.cancelled = true)
            .build();

    static final SnapshotType<Order, OrderState> SNAPSHOTS =
            SnapshotType.of(TYPE, 1, OrderState.class, Order::snapshot, Order::restore);

    record OrderState(String customer, int units, boolean cancelled) {}

    private String customer = "";
    private int units;
    private boolean cancelled;

    private Order(OrderId id) {
        super(TYPE, id);
    }

    OrderState snapshot() {
        return new OrderState(customer, units, cancelled);
    }

    void restore(OrderState state) {
        customer = state.customer();
        units = state.units();
        cancelled = state.cancelled();
    }

    static Order place(OrderId id, String customer) {
        Order order = new Order(id);
        order.record(new OrderEvent.OrderPlaced(id.value(), customer));
        return order;
    }

    static Order blank(OrderId id) {
        return new Order(id);
    }

    void add(int more) {
        require(!cancelled, "ORDER_CANCELLED", "Order %s is cancelled.", id());
        record(new OrderEvent.UnitsAdded(more));
    }

    void cancel(String why) {
        require(!cancelled, "ORDER_CANCELLED", "Order %s is cancelled.", id());
        record(new OrderEvent.OrderCancelled(why));
    }

    String customer() {
        return customer;
    }

    int units() {
        return units;
    }

    boolean cancelled() {
        return cancelled;
    }
}
