package org.dddblocks.shop.replay;

import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.Money;
import org.dddblocks.shop.inventory.application.InventoryTotals;
import org.dddblocks.shop.ordering.application.OrderingTotals;

/** Compares what the contexts say about the same orders: none reads another's tables, so agreement is worth something. */
final class Consistency {
    // Placed, confirmed, delivered; or placed, confirmed, rejected.
    private static final long EVENTS_OF_AN_ORDER = 3;
    // Placed, then a command and its reply for each of six steps.
    private static final long MESSAGES_TO_COMPLETE = 13;
    // Placed, accept, reserve; undo of accept.
    private static final long MESSAGES_TO_SHORT = 7;
    // Placed, accept, reserve, authorise; undo of reserve and accept.
    private static final long MESSAGES_TO_DECLINE = 11;

    private final List<String> disagreements = new ArrayList<>();
    private int checks;

    private Consistency() {}

    static Consistency of(ShopTotals totals) {
        Consistency all = new Consistency();
        all.fulfilments(totals);
        all.money(totals);
        all.units(totals.inventory());
        all.machinery(totals);
        return all;
    }

    /** {@return how many comparisons were made} */
    int checks() {
        return checks;
    }

    /** {@return one sentence for each comparison that failed} */
    List<String> disagreements() {
        return List.copyOf(disagreements);
    }

    private void fulfilments(ShopTotals totals) {
        OrderingTotals ordering = totals.ordering();
        long sagas = totals.counts().sagas().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        same("messages that wait", 0L, "none", totals.counts().messagesWaiting());
        same("orders", ordering.orders(), "fulfilments", sagas);
        same("completed orders", ordering.completed(), "completed fulfilments", totals.sagas("COMPLETED"));
        same("rejected orders", ordering.rejected(), "compensated fulfilments", totals.sagas("COMPENSATED"));
        same("orders at their end", ordering.completed() + ordering.rejected(), "orders", ordering.orders());
        same("completed orders", ordering.completed(), "delivered and dropped parcels", parcels(totals));
        same(
                "completed orders",
                ordering.completed(),
                "captured payments",
                totals.payment().captured());
        same(
                "completed orders",
                ordering.completed(),
                "reservations that left",
                totals.inventory().shipped());
    }

    private void money(ShopTotals totals) {
        OrderingTotals ordering = totals.ordering();
        Money fulfilled = ordering.total().minus(ordering.rejectedAmount());
        Money refunds =
                ordering.creditNotes().goodsRefund().plus(ordering.creditNotes().chargesRefund());
        same(
                "totals of fulfilled orders",
                fulfilled,
                "captured amount",
                totals.payment().capturedAmount());
        if (totals.payment().refundsNotDue() == 0) {
            same("credited amount", refunds, "refunded amount", totals.payment().refundedAmount());
        }
        same("refunds that wait", 0L, "none", totals.payment().refundsWaiting());
    }

    private void units(InventoryTotals stock) {
        long left = stock.opened() + stock.adjustedUnits() + stock.returnedUnits() - stock.shippedUnits();
        same("units that should be left", left, "units in the warehouse", stock.onHand());
        same("units still reserved", 0L, "none", stock.reservedUnits());
    }

    /** Every event and every message has a reason in the business; what has none was lost or came twice. */
    private void machinery(ShopTotals totals) {
        OrderingTotals ordering = totals.ordering();
        long events = totals.counts().storedEvents();
        long sent = totals.counts().messagesSent();
        long notes = ordering.creditNotes().withGoods() + ordering.creditNotes().chargesOnly();
        long corrections = events - EVENTS_OF_AN_ORDER * ordering.orders() - notes;
        long flow = MESSAGES_TO_COMPLETE * ordering.completed()
                + MESSAGES_TO_SHORT * totals.inventory().outOfStock()
                + MESSAGES_TO_DECLINE * totals.payment().declined();
        same(
                "messages that orders, credit notes and corrections need",
                flow + notes + corrections,
                "messages sent",
                sent);
        // A delivery and a cancellation before dispatch interest two contexts, everything else one.
        long twice = totals.counts().messagesConsumed() - sent - parcels(totals);
        checks++;
        if (twice < 0 || twice > corrections) {
            disagreements.add("messages consumed by a second context, beyond deliveries: " + twice
                    + ", but corrections of orders: " + corrections);
        }
    }

    /** All parcels that are done: delivered, or dropped because everything in them was cancelled. */
    private static long parcels(ShopTotals totals) {
        return totals.delivery().delivered() + totals.delivery().dropped();
    }

    private void same(String what, Object expected, String other, Object actual) {
        checks++;
        if (!expected.equals(actual)) {
            disagreements.add(what + ": " + expected + ", but " + other + ": " + actual);
        }
    }
}
