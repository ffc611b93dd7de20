package org.dddblocks.architecture.snippets;

import org.dddblocks.core.AggregateType;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.TypedId;

/** What javadoc and guides say about snapshots. */
interface SnapshotSnippets {
    record OrderId(String value) implements TypedId<Order> {}

    record OrderState(Status status) {}

    final class Order extends EventSourcedAggregateRoot<Order, OrderId, OrderEvent> {
        static final AggregateType<Order, OrderId, OrderEvent> TYPE = AggregateType.eventSourced(
                        "order", Order.class, OrderEvent.class, Order::new)
                .on(OrderEvent.OrderPlaced.class, (order, e) -> order.status = Status.PLACED)
                .on(OrderEvent.OrderCancelled.class, (order, e) -> order.status = Status.CANCELLED)
                .build();

        static final SnapshotType<Order, OrderState> SNAPSHOTS =
                SnapshotType.of(Order.TYPE, 1, OrderState.class, Order::snapshot, Order::restore);

        private Status status = Status.PLACED;

        private Order(OrderId id) {
            super(TYPE, id);
        }

        private OrderState snapshot() {
            return new OrderState(status);
        }

        private void restore(OrderState state) {
            status = state.status();
        }
    }

    abstract class Statements {
        String fingerprint() {
            String print = new CodeFingerprint()
                    .text("version 1")
                    .classFile(Order.class)
                    .end();
            return print;
        }
    }
}
