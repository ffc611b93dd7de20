package org.dddblocks.shop.inventory.application;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.inventory.api.AdjustStock;
import org.dddblocks.shop.inventory.api.OpenStock;
import org.dddblocks.shop.inventory.api.ReleaseStock;
import org.dddblocks.shop.inventory.api.ReserveStock;
import org.dddblocks.shop.inventory.api.StockReleased;
import org.dddblocks.shop.inventory.api.StockReserved;
import org.dddblocks.shop.inventory.api.StockShort;
import org.dddblocks.shop.inventory.model.Goods;
import org.dddblocks.shop.inventory.model.Reservation;
import org.dddblocks.shop.inventory.model.ReservationId;
import org.dddblocks.shop.inventory.model.Reservations;
import org.dddblocks.shop.inventory.model.Shelves;
import org.dddblocks.shop.inventory.model.Sku;
import org.dddblocks.shop.inventory.model.Stock;
import org.dddblocks.shop.inventory.model.Stocks;
import org.dddblocks.shop.ordering.api.OrderUnitsWereCancelled;
import org.dddblocks.shop.ordering.api.OrderUnitsWereReturned;
import org.dddblocks.shop.ordering.api.ProductUnits;
import org.dddblocks.shop.support.Again;
import org.dddblocks.shop.support.Answers;

/**
 * Does what inventory is asked to do.
 *
 * <p>A reservation and the stock of its products change in one transaction, because all goods of an order are kept or
 * none. Everybody locks the reservation first and then the products by stock code, so that nobody waits in a circle.
 */
public final class StockKeeping implements Inventory {
    private final Transactions transactions;
    private final Stocks stocks;
    private final Reservations reservations;
    private final Bookings bookings;
    private final Answers answers;

    /**
     * Wires it.
     *
     * @param transactions of inventory's own database
     * @param stocks the stock of all products
     * @param reservations of all orders
     * @param bookings what was booked by hand, and the totals
     * @param answers carries an answer to whoever asks again
     */
    public StockKeeping(
            Transactions transactions, Stocks stocks, Reservations reservations, Bookings bookings, Answers answers) {
        this.transactions = transactions;
        this.stocks = stocks;
        this.reservations = reservations;
        this.bookings = bookings;
        this.answers = answers;
    }

    @Override
    public int open(Collection<OpenStock> openings) {
        return Again.onConflict(() -> transactions.call(() -> {
            int opened = 0;
            for (OpenStock opening : sorted(openings)) {
                opened += openOne(opening) ? 1 : 0;
            }
            return opened;
        }));
    }

    private boolean openOne(OpenStock opening) {
        Sku sku = new Sku(opening.sku());
        Shelf shelf = new Shelf(stocks, sku);
        if (!bookings.book("OPENING", opening.openingId(), sku, opening.units(), "opening stock")) {
            return false;
        }
        shelf.stock().open(opening.units());
        shelf.save();
        return true;
    }

    @Override
    public boolean adjust(AdjustStock command) {
        return Again.onConflict(() -> transactions.call(() -> {
            Sku sku = new Sku(command.sku());
            Shelf shelf = new Shelf(stocks, sku);
            if (!bookings.book("ADJUSTMENT", command.adjustmentId(), sku, command.units(), command.reason())) {
                return false;
            }
            shelf.stock().adjust(command.units(), command.reason());
            shelf.save();
            return true;
        }));
    }

    /**
     * Keeps the goods of an order, or says what is missing.
     *
     * @param command the order and its goods
     */
    public void reserve(ReserveStock command) {
        ReservationId id = new ReservationId(command.orderId());
        Reservation reservation = reservations.find(id).orElseGet(() -> Reservation.expected(id));
        if (reservation.state() != Reservation.State.EXPECTED) {
            answers.answer(id.value(), answer(reservation));
            return;
        }
        Goods wanted = wanted(command);
        Locked shelves = new Locked(stocks, wanted.skus());
        reservation.reserve(wanted, shelves);
        save(reservation, shelves);
    }

    private static Object answer(Reservation decided) {
        String order = decided.id().value();
        return switch (decided.state()) {
            case RESERVED, SHIPPED -> new StockReserved(order);
            default -> new StockShort(order, List.of());
        };
    }

    /**
     * Gives up what is kept for an order.
     *
     * @param command the order
     */
    public void release(ReleaseStock command) {
        ReservationId id = new ReservationId(command.orderId());
        Reservation reservation = reservations.find(id).orElseGet(() -> Reservation.expected(id));
        boolean kept = reservation.state() == Reservation.State.RESERVED;
        if (!kept && reservation.state() != Reservation.State.EXPECTED) {
            answers.answer(id.value(), new StockReleased(id.value()));
            return;
        }
        Locked shelves = new Locked(stocks, kept ? reservation.goods().skus() : new TreeSet<>());
        reservation.release(shelves);
        save(reservation, shelves);
    }

    /**
     * The parcel of an order left with its goods.
     *
     * @param message the order
     */
    public void ship(OrderWasDelivered message) {
        reservations.find(new ReservationId(message.orderId())).ifPresent(reservation -> {
            Locked shelves = new Locked(stocks, reservation.goods().skus());
            reservation.ship(shelves);
            save(reservation, shelves);
        });
    }

    /**
     * Units of an order are not wanted any more.
     *
     * @param message the order and the units
     */
    public void cancel(OrderUnitsWereCancelled message) {
        giveBack(message.orderId(), message.goods());
    }

    /**
     * Units of an order came back.
     *
     * @param message the order and the units
     */
    public void takeBack(OrderUnitsWereReturned message) {
        giveBack(message.orderId(), message.goods());
    }

    private void giveBack(String order, List<ProductUnits> units) {
        ReservationId id = new ReservationId(order);
        Reservation reservation = reservations.find(id).orElseGet(() -> Reservation.expected(id));
        TreeMap<Sku, Integer> back = new TreeMap<>();
        units.forEach(unit -> back.merge(new Sku(unit.sku()), unit.units(), Math::addExact));
        Goods goods = Goods.of(back);
        Locked shelves = new Locked(stocks, goods.skus());
        reservation.giveBack(goods, shelves);
        save(reservation, shelves);
    }

    @Override
    public InventoryTotals totals() {
        return bookings.totals();
    }

    private void save(Reservation reservation, Locked shelves) {
        reservations.put(reservation);
        shelves.save();
    }

    private static Goods wanted(ReserveStock command) {
        TreeMap<Sku, Integer> wanted = new TreeMap<>();
        command.goods().forEach(unit -> wanted.merge(new Sku(unit.sku()), unit.units(), Math::addExact));
        return Goods.of(wanted);
    }

    private static List<OpenStock> sorted(Collection<OpenStock> openings) {
        return openings.stream()
                .sorted((one, other) -> new Sku(one.sku()).compareTo(new Sku(other.sku())))
                .toList();
    }

    /** One product's stock, locked by having been found. */
    private record Shelf(Stocks stocks, Stock stock) {
        Shelf(Stocks stocks, Sku sku) {
            this(stocks, stocks.find(sku).orElseGet(() -> Stock.empty(sku)));
        }

        void save() {
            stocks.put(stock);
        }
    }

    /** The stock of several products, found and so locked in the order of their codes. */
    private static final class Locked implements Shelves {
        private final TreeMap<Sku, Shelf> shelves = new TreeMap<>();

        Locked(Stocks stocks, SortedSet<Sku> products) {
            products.forEach(sku -> shelves.put(sku, new Shelf(stocks, sku)));
        }

        @Override
        public Stock of(Sku sku) {
            Shelf shelf = shelves.get(sku);
            if (shelf == null) {
                throw new IllegalArgumentException("Stock of %s was not locked before the decision.".formatted(sku));
            }
            return shelf.stock();
        }

        void save() {
            shelves.values().forEach(Shelf::save);
        }
    }
}
