package org.dddblocks.architecture.snippets;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dddblocks.architecture.snippets.CoreSnippets.StockEvent.StockTaken;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Association;
import org.dddblocks.core.Changes;
import org.dddblocks.core.Decider;
import org.dddblocks.core.Decision;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.Entity;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.Fold;
import org.dddblocks.core.Invariant;
import org.dddblocks.core.Money;
import org.dddblocks.core.StandardType;
import org.dddblocks.core.StreamId;
import org.dddblocks.core.TypedId;

/** What the javadoc of ddd-core shows. */
interface CoreSnippets {
    record CustomerId(String value) implements TypedId<Customer> {}

    final class Customer extends AggregateRoot<Customer, CustomerId, DomainEvent> {
        Customer(CustomerId id) {
            super(id);
        }
    }

    record Sku(String value) implements TypedId<Stock> {}

    public sealed interface StockEvent extends DomainEvent {
        record StockTaken(Sku sku, int units) implements StockEvent {}

        record StockCounted(List<Sku> missing) implements StockEvent {
            public StockCounted {
                missing = List.copyOf(missing);
            }
        }
    }

    public final class Stock extends AggregateRoot<Stock, Sku, StockEvent> {
        public static final AggregateType<Stock, Sku, StockEvent> TYPE =
                AggregateType.stateBased("stock", Stock.class, StockEvent.class);
        private int onHand;

        Stock(Sku id, int onHand) {
            super(id);
            this.onHand = onHand;
        }

        public void take(int units) {
            require(units <= onHand, "STOCK_SHORT", "Only %d of %s are left.", onHand, id());
            onHand -= units;
            record(new StockTaken(id(), units));
        }

        public int onHand() {
            return onHand;
        }
    }

    record ParcelId(String value) implements TypedId<Parcel> {}

    sealed interface ParcelEvent extends DomainEvent {}

    record ParcelPacked(ParcelId id, int grams) implements ParcelEvent {}

    record ParcelSent(ParcelId id) implements ParcelEvent {}

    public final class Parcel extends EventSourcedAggregateRoot<Parcel, ParcelId, ParcelEvent> {
        public static final AggregateType<Parcel, ParcelId, ParcelEvent> TYPE = AggregateType.eventSourced(
                        "parcel", Parcel.class, ParcelEvent.class, Parcel::new)
                .on(ParcelPacked.class, (parcel, e) -> parcel.weight = e.grams())
                .on(ParcelSent.class, (parcel, e) -> parcel.sent = true)
                .build();
        private int weight;
        private boolean sent;

        private Parcel(ParcelId id) {
            super(TYPE, id);
        }

        public static Parcel pack(ParcelId id, int grams) {
            Parcel parcel = new Parcel(id);
            parcel.record(new ParcelPacked(id, grams));
            return parcel;
        }

        public void send() {
            require(!sent, "PARCEL_SENT", "Parcel %s of %d g is sent already.", id(), weight);
            record(new ParcelSent(id()));
        }
    }

    final class Line extends Entity<Order, Integer> {
        Line(int number) {
            super(number);
        }
    }

    abstract class Reservations {
        int reserved;
        int onHand;

        @Invariant("no more is reserved than is on hand")
        boolean reservedIsOnHand() {
            return reserved <= onHand;
        }
    }

    enum PaymentMethod implements StandardType {
        CARD("card"),
        INVOICE("invoice");

        private final String code;

        PaymentMethod(String code) {
            this.code = code;
        }

        @Override
        public String code() {
            return code;
        }
    }

    sealed interface DoorCommand {}

    record OpenDoor() implements DoorCommand {}

    record CloseDoor() implements DoorCommand {}

    sealed interface DoorEvent extends DomainEvent {}

    record DoorOpened() implements DoorEvent {}

    record DoorClosed() implements DoorEvent {}

    record Door(boolean open) {
        static final Fold<Door, DoorEvent> FOLD = Fold.of(Door.class, DoorEvent.class)
                .on(DoorOpened.class, (door, e) -> new Door(true))
                .on(DoorClosed.class, (door, e) -> new Door(false))
                .build();
        static final Decider<DoorCommand, Door, DoorEvent> DOOR = Decider.of(new Door(false), Door::decide, FOLD);

        static Decision<DoorEvent> decide(Door door, DoorCommand command) {
            if (command instanceof CloseDoor) {
                return door.open() ? Decision.accepted(new DoorClosed()) : Decision.accepted();
            }
            return door.open() ? Decision.rejected("DOOR_OPEN", "It is open.") : Decision.accepted(new DoorOpened());
        }
    }

    sealed interface BasketEvent extends DomainEvent {}

    record ItemAdded(String item) implements BasketEvent {}

    record ItemRemoved(String item) implements BasketEvent {}

    record Basket(Set<String> items) {
        static final Fold<Basket, BasketEvent> FOLD = Fold.of(Basket.class, BasketEvent.class)
                .on(ItemAdded.class, (basket, e) -> basket.with(e.item()))
                .on(ItemRemoved.class, (basket, e) -> basket.without(e.item()))
                .build();

        Basket with(String item) {
            return new Basket(Stream.concat(items.stream(), Stream.of(item)).collect(Collectors.toSet()));
        }

        Basket without(String item) {
            Set<String> rest = new TreeSet<>(items);
            rest.remove(item);
            return new Basket(rest);
        }
    }

    abstract class Statements {
        abstract long append(OrderId id, long version, List<OrderEvent> events);

        void wholeModule(List<OrderLine> lines) {
            Order order = Order.place(new OrderId("536365"), lines);
            order.cancel("customer called");
        }

        boolean association(Customer customer) {
            Association<Customer, CustomerId> buyer = Association.to(new CustomerId("17850"));
            boolean same = buyer.pointsTo(customer);
            return same;
        }

        void changes(Order order) {
            List<OrderEvent> events = Changes.pending(order);
            long version = append(order.id(), Changes.version(order), events); // commits
            Changes.committed(order, version, events.size());
        }

        Decision<DoorEvent> decider() {
            Door door = Door.DOOR.replay(List.of(new DoorOpened()));
            Decision<DoorEvent> decision = Door.DOOR.decide(door, new CloseDoor());
            return decision;
        }

        void rejection(OrderId id, Status status) {
            throw new DomainRejection("ORDER_SHIPPED", "Order %s is %s.", id, status);
        }

        UUID eventId() {
            UUID id = EventIds.next();
            return id;
        }

        EventMetadata metadata() {
            EventMetadata metadata =
                    EventMetadata.NONE.withCorrelationId("order-536365").withActor("replay");
            return metadata;
        }

        Money money() {
            Money price = Money.of("12.30", "GBP");
            Money total = price.times(3).plus(Money.of("0.10", "GBP")); // 37.00 GBP
            return total;
        }

        PaymentMethod standardType() {
            PaymentMethod method = StandardType.of(PaymentMethod.class, "card");
            return method;
        }

        StreamId streamId() {
            StreamId stream = StreamId.of(Order.TYPE, new OrderId("536365")); // order/536365
            return stream;
        }
    }
}
