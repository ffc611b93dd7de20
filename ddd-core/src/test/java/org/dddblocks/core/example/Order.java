package org.dddblocks.core.example;

import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Association;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.Invariant;
import org.dddblocks.core.example.OrderEvent.OrderCancelled;
import org.dddblocks.core.example.OrderEvent.OrderPaid;
import org.dddblocks.core.example.OrderEvent.OrderPlaced;
import org.dddblocks.core.example.OrderEvent.OrderRefunded;

/** Event-sourced; counts its decisions, so that a test sees whether replaying decides. */
public class Order extends EventSourcedAggregateRoot<Order, OrderId, OrderEvent> {
    public static final AggregateType<Order, OrderId, OrderEvent> TYPE = AggregateType.eventSourced(
                    "order", Order.class, OrderEvent.class, Order::new)
            .on(OrderPlaced.class, Order::placed)
            .on(OrderCancelled.class, (order, e) -> order.status = "CANCELLED")
            .on(OrderPaid.class, (order, e) -> order.status = "PAID")
            .on(OrderRefunded.class, (order, e) -> order.status = "REFUNDED")
            .build();

    private String status = "NEW";
    private final List<OrderLine> lines = new ArrayList<>();
    private Association<Customer, CustomerId> customer = Association.to(new CustomerId("nobody"));
    private int decisions;

    protected Order(OrderId id) {
        super(TYPE, id);
    }

    public static Order place(OrderId id, CustomerId customer, String... items) {
        Order order = new Order(id);
        order.decisions++;
        order.record(new OrderPlaced(id, customer, List.of(items)));
        return order;
    }

    public void cancel(String why) {
        decisions++;
        require(status.equals("PLACED"), "ORDER_NOT_PLACED", "Order %s is %s.", id(), status);
        record(new OrderCancelled(id(), why));
    }

    public void pay() {
        decisions++;
        record(new OrderPaid(id()));
    }

    private void placed(OrderPlaced e) {
        status = "PLACED";
        customer = Association.to(e.customer());
        for (int i = 1; i <= e.items().size(); i++) {
            lines.add(new OrderLine(i));
        }
    }

    @Invariant("a placed order has lines")
    boolean hasLines() {
        return !status.equals("PLACED") || !lines.isEmpty();
    }

    public String status() {
        return status;
    }

    public List<OrderLine> lines() {
        return List.copyOf(lines);
    }

    public Association<Customer, CustomerId> customer() {
        return customer;
    }

    public int decisions() {
        return decisions;
    }
}
