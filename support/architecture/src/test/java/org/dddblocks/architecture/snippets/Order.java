package org.dddblocks.architecture.snippets;

import static org.dddblocks.architecture.snippets.Status.CANCELLED;
import static org.dddblocks.architecture.snippets.Status.NEW;
import static org.dddblocks.architecture.snippets.Status.PLACED;

import java.util.List;
import org.dddblocks.architecture.snippets.OrderEvent.OrderCancelled;
import org.dddblocks.architecture.snippets.OrderEvent.OrderPlaced;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.EventSourcedAggregateRoot;

public final class Order extends EventSourcedAggregateRoot<Order, OrderId, OrderEvent> {
    public static final AggregateType<Order, OrderId, OrderEvent> TYPE = AggregateType.eventSourced(
                    "order", Order.class, OrderEvent.class, Order::new)
            .on(OrderPlaced.class, (order, e) -> order.status = PLACED)
            .on(OrderCancelled.class, (order, e) -> order.status = CANCELLED)
            .build();

    private Status status = NEW;

    private Order(OrderId id) {
        super(TYPE, id);
    }

    public static Order place(OrderId id, List<OrderLine> lines) {
        require(!lines.isEmpty(), "ORDER_EMPTY", "Order %s has no lines.", id);
        Order order = new Order(id);
        order.record(new OrderPlaced(id, lines));
        return order;
    }

    public void cancel(String why) {
        require(status == PLACED, "ORDER_NOT_PLACED", "Order %s is %s.", id(), status);
        record(new OrderCancelled(id(), why));
    }
}
