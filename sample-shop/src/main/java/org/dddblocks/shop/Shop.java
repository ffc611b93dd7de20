package org.dddblocks.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.eventstore.Projections;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.shop.delivery.adapter.DeliveryMessages;
import org.dddblocks.shop.delivery.adapter.JdbcQuestions;
import org.dddblocks.shop.delivery.adapter.JdbcWorkingDays;
import org.dddblocks.shop.delivery.adapter.StoredShipments;
import org.dddblocks.shop.delivery.api.OrderWasDelivered;
import org.dddblocks.shop.delivery.api.ShipOrder;
import org.dddblocks.shop.delivery.application.Deliveries;
import org.dddblocks.shop.delivery.application.Dispatch;
import org.dddblocks.shop.fulfilment.Fulfilments;
import org.dddblocks.shop.inventory.adapter.InventoryMessages;
import org.dddblocks.shop.inventory.adapter.JdbcBookings;
import org.dddblocks.shop.inventory.adapter.StoredReservations;
import org.dddblocks.shop.inventory.adapter.StoredStocks;
import org.dddblocks.shop.inventory.api.ReleaseStock;
import org.dddblocks.shop.inventory.api.ReserveStock;
import org.dddblocks.shop.inventory.application.Inventory;
import org.dddblocks.shop.inventory.application.StockKeeping;
import org.dddblocks.shop.ordering.adapter.JdbcLedger;
import org.dddblocks.shop.ordering.adapter.JdbcOpenLines;
import org.dddblocks.shop.ordering.adapter.JdbcReadModels;
import org.dddblocks.shop.ordering.adapter.OrderMessages;
import org.dddblocks.shop.ordering.adapter.StoredCreditNotes;
import org.dddblocks.shop.ordering.adapter.StoredOrders;
import org.dddblocks.shop.ordering.api.AcceptOrder;
import org.dddblocks.shop.ordering.api.CompleteOrder;
import org.dddblocks.shop.ordering.api.CreditNoteWasIssued;
import org.dddblocks.shop.ordering.api.OrderUnitsWereCancelled;
import org.dddblocks.shop.ordering.api.OrderUnitsWereReturned;
import org.dddblocks.shop.ordering.api.OrderWasPlaced;
import org.dddblocks.shop.ordering.api.OrderWasRejected;
import org.dddblocks.shop.ordering.api.RejectOrder;
import org.dddblocks.shop.ordering.application.OrderDesk;
import org.dddblocks.shop.ordering.application.Ordering;
import org.dddblocks.shop.ordering.model.CreditNote;
import org.dddblocks.shop.ordering.model.CreditNoteEvent;
import org.dddblocks.shop.ordering.model.Order;
import org.dddblocks.shop.ordering.model.OrderEvent;
import org.dddblocks.shop.payment.adapter.BankTranslation;
import org.dddblocks.shop.payment.adapter.JdbcPaymentSums;
import org.dddblocks.shop.payment.adapter.PaymentMessages;
import org.dddblocks.shop.payment.adapter.SimulatedBank;
import org.dddblocks.shop.payment.adapter.StoredPayments;
import org.dddblocks.shop.payment.api.AuthorisePayment;
import org.dddblocks.shop.payment.api.CapturePayment;
import org.dddblocks.shop.payment.api.VoidPayment;
import org.dddblocks.shop.payment.application.Payments;
import org.dddblocks.shop.payment.application.Till;
import org.dddblocks.shop.support.Pounds;
import org.dddblocks.shop.support.ShopSchema;
import org.slf4j.LoggerFactory;

/**
 * All contexts of the shop in one process, wired and running. Read it from top to bottom: each context gets its tables,
 * its services and the messages it reacts to.
 *
 * <pre>{@code
 * try (Shop shop = Shop.open(ShopConfig.inFolder(folder))) {
 *     shop.ordering().place(order);
 *     shop.drain(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for many threads; its own are daemons and end with {@link #close()}.
 */
public final class Shop implements AutoCloseable {
    private static final int BROKER_THREADS = 4;

    private final Connection keeper;
    private final InMemoryBroker broker = InMemoryBroker.withThreads(BROKER_THREADS);
    private final Context ordering;
    private final Context inventory;
    private final Context payment;
    private final Context delivery;
    private final Context fulfilment;
    private final List<Context> contexts;
    private final Ordering orderDesk;
    private final Inventory stockKeeping;
    private final Payments till;
    private final Deliveries dispatch;
    private final Fulfilments fulfilments;

    private Shop(ShopConfig config, UnaryOperator<Broker> way, Connection keeper, Opened opened) {
        this.keeper = keeper;
        opened.add(broker);
        Broker sending = way.apply(broker);
        JacksonCodec messages = PublishedLanguage.codec().build();

        JacksonCodec orderEvents = PublishedLanguage.codec()
                .family(OrderEvent.class)
                .family(CreditNoteEvent.class)
                .build();
        ordering = opened.add(Context.open(
                "ordering",
                config,
                orderEvents,
                sending,
                JdbcEventStore.schema(),
                ShopSchema.of("ordering", OrderMessages.class)));
        OrderDesk desk = orderDesk(orderEvents);
        orderDesk = desk;
        ordering.reactions()
                .on(AcceptOrder.class, desk::accept)
                .on(RejectOrder.class, desk::reject)
                .on(CompleteOrder.class, desk::complete)
                .subscribe(broker);

        inventory = opened.add(Context.open(
                "inventory", config, messages, sending, ShopSchema.of("inventory", InventoryMessages.class)));
        StockKeeping keeping = stockKeeping();
        stockKeeping = keeping;
        inventory
                .reactions()
                .on(ReserveStock.class, keeping::reserve)
                .on(ReleaseStock.class, keeping::release)
                .on(OrderWasDelivered.class, keeping::ship)
                .on(OrderUnitsWereCancelled.class, keeping::cancel)
                .on(OrderUnitsWereReturned.class, keeping::takeBack)
                .subscribe(broker);

        payment = opened.add(
                Context.open("payment", config, messages, sending, ShopSchema.of("payment", PaymentMessages.class)));
        Till counter = till(config);
        till = counter;
        payment.reactions()
                .on(AuthorisePayment.class, counter::authorise)
                .on(CapturePayment.class, counter::capture)
                .on(VoidPayment.class, counter::letGo)
                .on(CreditNoteWasIssued.class, counter::payBack)
                .on(OrderWasRejected.class, counter::callOff)
                .subscribe(broker);

        delivery = opened.add(
                Context.open("delivery", config, messages, sending, ShopSchema.of("delivery", DeliveryMessages.class)));
        Dispatch parcels = dispatch();
        dispatch = parcels;
        delivery.reactions()
                .on(ShipOrder.class, parcels::ship)
                .on(OrderUnitsWereCancelled.class, parcels::takeOut)
                .subscribe(broker);

        JacksonCodec sagaStates =
                Fulfilments.register(PublishedLanguage.codec()).build();
        fulfilment = opened.add(Context.open("fulfilment", config, sagaStates, sending, Fulfilments.schemas()));
        fulfilments = Fulfilments.on(
                fulfilment.database(),
                fulfilment.outbox(),
                sagaStates,
                reply -> config.listener().handled("fulfilment", reply));
        fulfilment.reactions().on(OrderWasPlaced.class, fulfilments::start).subscribe(broker);
        fulfilments.subscribe(broker);

        contexts = List.of(ordering, inventory, payment, delivery, fulfilment);
    }

    private OrderDesk orderDesk(JacksonCodec events) {
        EventStore store = JdbcEventStore.on(ordering.database(), events);
        JdbcOpenLines openLines = new JdbcOpenLines(ordering.database().transactions());
        RecordedEvents messages = ordering.telling(new OrderMessages());
        RecordedEvents orderEvents = recorded -> {
            openLines.recorded(recorded);
            messages.recorded(recorded);
        };
        return new OrderDesk(
                ordering.database().transactions(),
                new StoredOrders(
                        store.repository(Order.TYPE).recordedEvents(orderEvents).build()),
                new StoredCreditNotes(store.repository(CreditNote.TYPE)
                        .recordedEvents(messages)
                        .build()),
                openLines,
                new JdbcLedger(ordering.database().transactions()),
                new JdbcReadModels(ordering.database().transactions(), Projections.on(ordering.database(), store)),
                ordering.answers());
    }

    private StockKeeping stockKeeping() {
        RecordedEvents events = inventory.telling(new InventoryMessages());
        return new StockKeeping(
                inventory.database().transactions(),
                new StoredStocks(inventory.database(), events),
                new StoredReservations(inventory.database(), events),
                new JdbcBookings(inventory.database().transactions()),
                inventory.answers());
    }

    private Till till(ShopConfig config) {
        SimulatedBank bank =
                new SimulatedBank(thousandths -> config.declines().test(Pounds.of(BigDecimal.valueOf(thousandths, 3))));
        return new Till(
                new StoredPayments(payment.database(), payment.telling(new PaymentMessages())),
                new BankTranslation(bank),
                new JdbcPaymentSums(payment.database().transactions()),
                payment.answers());
    }

    private Dispatch dispatch() {
        StoredShipments shipments = new StoredShipments(delivery.database(), delivery.telling(new DeliveryMessages()));
        return new Dispatch(
                delivery.database().transactions(),
                shipments,
                new JdbcWorkingDays(delivery.database().transactions()),
                new JdbcQuestions(delivery.database().transactions(), delivery.answers()),
                shipments);
    }

    /**
     * Opens the databases, creates what is missing and starts the flow where it stopped.
     *
     * @param config where and how
     * @return the running shop
     * @throws ShopUnavailableException if the data is in use by another process or cannot be opened
     */
    public static Shop open(ShopConfig config) {
        return open(config, broker -> broker);
    }

    /** With something between the relays and the broker: tests hold messages back there, or send them twice. */
    static Shop open(ShopConfig config, UnaryOperator<Broker> way) {
        Opened opened = new Opened();
        try {
            // Held open as long as the shop: a database in memory lives as long as it has a connection.
            Connection keeper = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
            opened.add(() -> close(keeper));
            Shop shop = new Shop(config, way, keeper, opened);
            shop.contexts.forEach(context -> context.relay().start());
            shop.fulfilments.start();
            return shop;
        } catch (SQLException | PersistenceException e) {
            opened.close();
            throw new ShopUnavailableException(
                    "The database %s cannot be opened (%s); close the process that uses it, or name another one."
                            .formatted(config.jdbcUrl(), e.getMessage()),
                    e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Orders and credit notes.
     *
     * @return its door
     */
    public Ordering ordering() {
        return orderDesk;
    }

    /**
     * The warehouse.
     *
     * @return its door
     */
    public Inventory inventory() {
        return stockKeeping;
    }

    /**
     * Payments and refunds.
     *
     * @return its door
     */
    public Payments payments() {
        return till;
    }

    /**
     * Parcels.
     *
     * @return its door
     */
    public Deliveries deliveries() {
        return dispatch;
    }

    /**
     * Waits until every outbox is empty and every fulfilment has ended or waits for the end of its day.
     *
     * @param atMost how long
     * @throws ShopUnavailableException if it takes longer; the message says what is still under way
     */
    public void drain(Duration atMost) {
        List<OutboxRelay> relays = contexts.stream().map(Context::relay).toList();
        if (!new Drain(relays, fulfilments).await(atMost)) {
            throw new ShopUnavailableException(
                    "The shop did not come to rest within %s: %s. Give it more time, or look into its log."
                            .formatted(atMost, underWay()),
                    null);
        }
    }

    private String underWay() {
        Map<String, Object> left = new TreeMap<>();
        contexts.forEach(context -> {
            left.put(context.database().table("outbox"), context.relay().pending());
            context.relay().failing().forEach(key -> left.put("failing " + key.key(), key.error()));
        });
        left.put("fulfilments", fulfilments.places());
        return left.toString();
    }

    /**
     * Counts what the machinery did.
     *
     * @return the counts
     */
    public ShopCounts counts() {
        return new ShopCounts(
                ordering.count("event"),
                sum(context -> context.outbox().count()),
                sum(Context::consumed),
                sum(context -> context.relay().pending()),
                fulfilments.byState());
    }

    private long sum(ToLongFunction<Context> count) {
        return contexts.stream().mapToLong(count).sum();
    }

    /** Stops the flow and closes the databases; what is under way continues when the shop is opened again. */
    @Override
    public void close() {
        // In the order in which messages flow: nothing is sent any more before nobody listens any more.
        Opened running = new Opened();
        running.add(() -> close(keeper));
        contexts.forEach(running::add);
        running.add(broker);
        contexts.forEach(context -> running.add(context.relay()));
        running.add(fulfilments);
        running.close();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw PersistenceException.of("close the shop's database", e);
        }
    }

    /** What was opened so far, to be closed again if the rest cannot be. */
    private static final class Opened {
        private final Deque<AutoCloseable> parts = new ArrayDeque<>();

        <T extends AutoCloseable> T add(T part) {
            parts.push(part);
            return part;
        }

        void close() {
            parts.forEach(Opened::close);
        }

        private static void close(AutoCloseable part) {
            try {
                part.close();
            } catch (Exception e) {
                LoggerFactory.getLogger(Shop.class).warn("A part of the shop could not be closed", e);
            }
        }
    }
}
