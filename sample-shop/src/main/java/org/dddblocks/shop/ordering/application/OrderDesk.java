package org.dddblocks.shop.ordering.application;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.ordering.api.AcceptOrder;
import org.dddblocks.shop.ordering.api.ChargeItem;
import org.dddblocks.shop.ordering.api.CompleteOrder;
import org.dddblocks.shop.ordering.api.EnterInLedger;
import org.dddblocks.shop.ordering.api.IssueCreditNote;
import org.dddblocks.shop.ordering.api.LineItem;
import org.dddblocks.shop.ordering.api.OrderAccepted;
import org.dddblocks.shop.ordering.api.OrderCompleted;
import org.dddblocks.shop.ordering.api.OrderWasRejected;
import org.dddblocks.shop.ordering.api.PlaceOrder;
import org.dddblocks.shop.ordering.api.RejectOrder;
import org.dddblocks.shop.ordering.model.Charge;
import org.dddblocks.shop.ordering.model.CreditNote;
import org.dddblocks.shop.ordering.model.CreditNoteId;
import org.dddblocks.shop.ordering.model.CreditNotes;
import org.dddblocks.shop.ordering.model.CustomerId;
import org.dddblocks.shop.ordering.model.Ledger;
import org.dddblocks.shop.ordering.model.LedgerEntry;
import org.dddblocks.shop.ordering.model.Line;
import org.dddblocks.shop.ordering.model.LineUnits;
import org.dddblocks.shop.ordering.model.Match;
import org.dddblocks.shop.ordering.model.OpenLine;
import org.dddblocks.shop.ordering.model.OpenLines;
import org.dddblocks.shop.ordering.model.Order;
import org.dddblocks.shop.ordering.model.OrderId;
import org.dddblocks.shop.ordering.model.Orders;
import org.dddblocks.shop.ordering.model.Sku;
import org.dddblocks.shop.support.Again;
import org.dddblocks.shop.support.Answers;
import org.dddblocks.shop.support.Pounds;
import org.jspecify.annotations.Nullable;

/** Does what ordering is asked to do. */
public final class OrderDesk implements Ordering {
    private final Transactions transactions;
    private final Orders orders;
    private final CreditNotes creditNotes;
    private final OpenLines openLines;
    private final Ledger ledger;
    private final ReadModels readModels;
    private final Answers answers;

    /**
     * Wires it.
     *
     * @param transactions of ordering's own database
     * @param orders all of them
     * @param creditNotes all of them
     * @param openLines what customers bought and still have
     * @param ledger money without an order
     * @param readModels what people read
     * @param answers carries an answer to whoever asks again
     */
    public OrderDesk(
            Transactions transactions,
            Orders orders,
            CreditNotes creditNotes,
            OpenLines openLines,
            Ledger ledger,
            ReadModels readModels,
            Answers answers) {
        this.transactions = transactions;
        this.orders = orders;
        this.creditNotes = creditNotes;
        this.openLines = openLines;
        this.ledger = ledger;
        this.readModels = readModels;
        this.answers = answers;
    }

    @Override
    public boolean place(PlaceOrder command) {
        return Again.onConflict(() -> transactions.call(() -> {
            OrderId id = new OrderId(command.orderId());
            if (orders.find(id).isPresent()) {
                return false;
            }
            orders.add(Order.place(
                    id,
                    customer(command.customerId()),
                    command.country(),
                    command.placedAt(),
                    lines(command.lines()),
                    charges(command.charges())));
            return true;
        }));
    }

    @Override
    public boolean issue(IssueCreditNote command) {
        return Again.onConflict(() -> transactions.call(() -> {
            CreditNoteId id = new CreditNoteId(command.creditNoteId());
            if (creditNotes.find(id).isPresent()) {
                return false;
            }
            CustomerId customer = customer(command.customerId());
            List<Line> lines = lines(command.lines());
            CreditNote note = CreditNote.issue(
                    id,
                    customer,
                    command.country(),
                    command.issuedAt(),
                    lines,
                    charges(command.charges()),
                    open(customer, lines));
            creditNotes.add(note);
            credit(note, command.issuedAt().toLocalDate());
            return true;
        }));
    }

    private List<OpenLine> open(@Nullable CustomerId customer, List<Line> lines) {
        List<Sku> products = lines.stream().map(Line::sku).distinct().sorted().toList();
        return customer == null || products.isEmpty() ? List.of() : openLines.of(customer, products);
    }

    private void credit(CreditNote note, LocalDate on) {
        TreeMap<String, List<LineUnits>> byOrder = new TreeMap<>();
        for (Match match : note.matches()) {
            byOrder.computeIfAbsent(match.order().value(), any -> new ArrayList<>())
                    .add(match.units());
        }
        byOrder.forEach(
                (order, units) -> orders.update(new OrderId(order), found -> found.credit(note.id(), on, units)));
    }

    @Override
    public boolean enter(EnterInLedger command) {
        return transactions.call(() -> ledger.enter(new LedgerEntry(
                command.entryId(),
                command.kind().name(),
                command.code(),
                command.description(),
                command.on(),
                Pounds.only(command.amount()))));
    }

    /**
     * Takes an order on for fulfilment.
     *
     * @param command which
     */
    public void accept(AcceptOrder command) {
        decide(
                command.orderId(),
                Order::confirm,
                order -> order.isRejected()
                        ? new OrderWasRejected(command.orderId(), order.rejection())
                        : new OrderAccepted(command.orderId()));
    }

    /**
     * Rejects an order.
     *
     * @param command which and why
     */
    public void reject(RejectOrder command) {
        decide(
                command.orderId(),
                order -> order.reject(command.reason()),
                order -> new OrderWasRejected(command.orderId(), order.rejection()));
    }

    /**
     * Notes that an order was delivered.
     *
     * @param command which
     */
    public void complete(CompleteOrder command) {
        decide(command.orderId(), order -> order.deliver(command.on()), order -> new OrderCompleted(command.orderId()));
    }

    /** The order's event becomes the answer; where nothing is left to decide, the answer is given once more. */
    private void decide(String orderId, Predicate<Order> decision, Function<Order, Object> answerAgain) {
        boolean[] changed = new boolean[1];
        Order order = orders.update(new OrderId(orderId), found -> changed[0] = decision.test(found));
        if (!changed[0]) {
            answers.answer(orderId, answerAgain.apply(order));
        }
    }

    @Override
    public OrderingTotals totals() {
        return readModels.totals();
    }

    @Override
    public Optional<String> rejection(String orderId) {
        return readModels.rejection(orderId);
    }

    @Override
    public void rebuildReadModels() {
        readModels.rebuild();
    }

    private static @Nullable CustomerId customer(@Nullable String id) {
        return id == null ? null : new CustomerId(id);
    }

    private static List<Line> lines(List<LineItem> items) {
        return items.stream()
                .map(item -> new Line(
                        item.number(),
                        new Sku(item.sku()),
                        item.description(),
                        item.quantity(),
                        Pounds.only(item.unitPrice())))
                .toList();
    }

    private static List<Charge> charges(List<ChargeItem> items) {
        return items.stream()
                .map(item -> new Charge(item.number(), item.code(), item.description(), Pounds.only(item.amount())))
                .toList();
    }
}
