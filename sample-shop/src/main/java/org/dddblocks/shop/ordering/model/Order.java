package org.dddblocks.shop.ordering.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.Money;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderConfirmed;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderDelivered;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderPlaced;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderRejected;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsCancelled;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsReturned;
import org.jspecify.annotations.Nullable;

/** What a customer ordered on one day, and what became of it. */
public final class Order extends EventSourcedAggregateRoot<Order, OrderId, OrderEvent> {
    /** Its events and what each does. */
    public static final AggregateType<Order, OrderId, OrderEvent> TYPE = AggregateType.eventSourced(
                    "order", Order.class, OrderEvent.class, Order::new)
            .on(OrderPlaced.class, Order::placed)
            .on(OrderConfirmed.class, (order, e) -> order.status = Status.CONFIRMED)
            .on(UnitsCancelled.class, (order, e) -> order.credited(e.units()))
            .on(UnitsReturned.class, (order, e) -> order.credited(e.units()))
            .on(OrderDelivered.class, (order, e) -> order.status = Status.DELIVERED)
            .on(OrderRejected.class, Order::rejected)
            .build();

    private static final int MOST_UNITS = 1_000_000_000;

    private final Map<Integer, Integer> openUnits = new LinkedHashMap<>();
    private Status status = Status.NEW;
    private LocalDate day = LocalDate.EPOCH;
    private String rejection = "";

    private Order(OrderId id) {
        super(TYPE, id);
    }

    /** How far an order is. */
    private enum Status {
        NEW,
        PLACED,
        CONFIRMED,
        DELIVERED,
        REJECTED
    }

    /**
     * A customer orders.
     *
     * @param id the invoice number
     * @param customer who, or null for a guest
     * @param country where to
     * @param placedAt business time
     * @param lines what, at least one, numbered differently
     * @param charges what else is paid for
     * @return the new order
     */
    public static Order place(
            OrderId id,
            @Nullable CustomerId customer,
            String country,
            LocalDateTime placedAt,
            List<Line> lines,
            List<Charge> charges) {
        require(!lines.isEmpty(), "ORDER_WITHOUT_LINES", "Order %s has no line of goods.", id);
        require(numbersDiffer(lines, charges), "LINE_NUMBER_TWICE", "Order %s has a line number twice.", id);
        Money total = total(lines, charges);
        require(
                !total.isNegative(),
                "ORDER_TOTAL_NEGATIVE",
                "Order %s costs %s; nobody pays less than nothing.",
                id,
                total);
        long units = lines.stream().mapToLong(Line::quantity).sum();
        require(units <= MOST_UNITS, "TOO_MANY_UNITS", "Order %s has %d units; at most %d.", id, units, MOST_UNITS);
        Order order = new Order(id);
        order.record(new OrderPlaced(id, customer, country, placedAt, lines, charges));
        return order;
    }

    /**
     * Fulfilment takes the order on.
     *
     * @return whether this is new; false also for an order that was rejected
     */
    public boolean confirm() {
        if (status != Status.PLACED) {
            return false;
        }
        record(new OrderConfirmed(id()));
        return true;
    }

    /**
     * The order cannot be fulfilled.
     *
     * @param reason for people
     * @return whether this is new
     */
    public boolean reject(String reason) {
        require(status != Status.DELIVERED, "ORDER_DELIVERED", "Order %s was delivered already.", id());
        if (isRejected()) {
            return false;
        }
        record(new OrderRejected(id(), reason));
        return true;
    }

    /**
     * A credit note takes back units: on the order's own day they are cancelled, for orders leave at the end of their
     * day; on a later day they are returned.
     *
     * @param creditNote which
     * @param on its day
     * @param units of which lines
     */
    public void credit(CreditNoteId creditNote, LocalDate on, List<LineUnits> units) {
        require(status != Status.REJECTED, "ORDER_REJECTED", "Order %s was rejected: %s.", id(), rejection);
        for (LineUnits back : units) {
            int open = openUnits.getOrDefault(back.line(), 0);
            require(
                    back.units() <= open,
                    "MORE_THAN_ORDERED",
                    "Line %d of order %s has %d open units, not %d.",
                    back.line(),
                    id(),
                    open,
                    back.units());
        }
        record(
                on.isAfter(day)
                        ? new UnitsReturned(id(), creditNote, units)
                        : new UnitsCancelled(id(), creditNote, units));
    }

    /**
     * The parcel arrived, or nothing was left to send.
     *
     * @param on on which day
     * @return whether this is new
     */
    public boolean deliver(LocalDate on) {
        require(
                status == Status.CONFIRMED || status == Status.DELIVERED,
                "ORDER_NOT_CONFIRMED",
                "Order %s is %s; only a confirmed order is delivered.",
                id(),
                status);
        if (status == Status.DELIVERED) {
            return false;
        }
        record(new OrderDelivered(id(), on));
        return true;
    }

    /**
     * Whether the customer will not get it.
     *
     * @return true after a rejection
     */
    public boolean isRejected() {
        return status == Status.REJECTED;
    }

    /**
     * Why it was rejected.
     *
     * @return the reason, or empty text if it was not
     */
    public String rejection() {
        return rejection;
    }

    /**
     * Units of a line that were neither cancelled nor returned.
     *
     * @param line its number
     * @return how many; 0 for an unknown line
     */
    public int openUnits(int line) {
        return openUnits.getOrDefault(line, 0);
    }

    private void placed(OrderPlaced event) {
        status = Status.PLACED;
        day = event.placedAt().toLocalDate();
        event.lines().forEach(line -> openUnits.put(line.number(), line.quantity()));
    }

    private void credited(List<LineUnits> units) {
        units.forEach(back -> openUnits.merge(back.line(), -back.units(), Integer::sum));
    }

    private void rejected(OrderRejected event) {
        status = Status.REJECTED;
        rejection = event.reason();
    }

    private static Money total(List<Line> lines, List<Charge> charges) {
        return Stream.concat(lines.stream().map(Line::amount), charges.stream().map(Charge::amount))
                .reduce(Money::plus)
                .orElseThrow();
    }

    static boolean numbersDiffer(List<Line> lines, List<Charge> charges) {
        Set<Integer> seen = new HashSet<>();
        return Stream.of(lines.stream().mapToInt(Line::number), charges.stream().mapToInt(Charge::number))
                .flatMapToInt(numbers -> numbers)
                .allMatch(seen::add);
    }
}
