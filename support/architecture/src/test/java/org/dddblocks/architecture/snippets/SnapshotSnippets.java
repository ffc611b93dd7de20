package org.dddblocks.architecture.snippets;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dddblocks.architecture.snippets.CoreSnippets.Door;
import org.dddblocks.architecture.snippets.CoreSnippets.DoorCommand;
import org.dddblocks.architecture.snippets.CoreSnippets.DoorEvent;
import org.dddblocks.architecture.snippets.CoreSnippets.OpenDoor;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.TypedId;
import org.dddblocks.eventstore.DeciderRepository;
import org.dddblocks.eventstore.DeciderRepository.Handled;
import org.dddblocks.eventstore.EventSourcedRepository;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.SnapshotConfig;
import org.dddblocks.eventstore.Snapshots;
import org.dddblocks.testkit.SnapshotLaw;

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
        EventSourcedRepository<Order, OrderId> withSnapshots(EventStore store) {
            Snapshots snapshots =
                    Snapshots.on(store, SnapshotConfig.builder().build()); // close it with the application
            EventSourcedRepository<Order, OrderId> orders = store.repository(Order.TYPE)
                    .snapshots(Order.SNAPSHOTS, OrderId::new, snapshots)
                    .build();
            return orders;
        }

        SnapshotConfig config() {
            SnapshotConfig config = SnapshotConfig.builder().every(200).keep(3).build();
            return config;
        }

        void past(EventSourcedRepository<Order, OrderId> orders, OrderId id) {
            Optional<Order> then = orders.asOf(id, Instant.parse("2026-01-01T00:00:00Z"));
            Optional<Order> third = orders.asOf(id, 3);
        }

        void law(OrderId id, OrderEvent placed, OrderEvent cancelled) {
            SnapshotLaw.holds(Order.TYPE, Order.SNAPSHOTS, id, List.of(placed, cancelled));
        }

        void nightly(Snapshots snapshots) {
            int taken = snapshots.takeOlderThan(Duration.ofDays(1)); // by your scheduler
        }

        Handled<Door, DoorEvent> deciding(EventStore store) {
            DeciderRepository<DoorCommand, Door, DoorEvent> doors =
                    store.repository("door", Door.DOOR).build();
            Handled<Door, DoorEvent> handled = doors.handle("front", new OpenDoor());
            return handled;
        }

        String fingerprint() {
            String print = new CodeFingerprint()
                    .text("version 1")
                    .classFile(Order.class)
                    .end();
            return print;
        }
    }
}
