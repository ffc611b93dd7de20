package org.dddblocks.shop;

import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** Says each step as it happens: which context, which command or event, and why. */
final class Narrator implements ShopListener {
    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry("StockOpened", "the shelf is filled for the first time"),
            Map.entry("OrderPlaced", "the customer ordered; nothing is reserved or paid yet"),
            Map.entry("OrderWasPlaced", "a saga starts: it leads the order to its end, or back"),
            Map.entry("AcceptOrder", "step 1: the order is taken on"),
            Map.entry("OrderConfirmed", "fulfilment is on its way"),
            Map.entry("ReserveStock", "step 2: the goods must be there before money moves"),
            Map.entry("UnitsReserved", "these units are kept"),
            Map.entry("GoodsReserved", "everything is there, all of it is kept for the order"),
            Map.entry("GoodsShort", "not everything is there, so nothing is kept: the saga turns back"),
            Map.entry("AuthorisePayment", "step 3: the bank sets the amount aside"),
            Map.entry("AmountAuthorised", "the bank set it aside"),
            Map.entry("AmountDeclined", "the bank says no: the saga turns back"),
            Map.entry("AmountCaptured", "the money is ours"),
            Map.entry("ShipmentScheduled", "it waits for the end of its day"),
            Map.entry("ParcelDelivered", "its day is over"),
            Map.entry("StockShort", "a refusal: what was done so far is undone, the last first"),
            Map.entry("PaymentDeclined", "a refusal: what was done so far is undone, the last first"),
            Map.entry("CapturePayment", "step 4, the pivot: the money is taken, from here it only goes forward"),
            Map.entry("ShipOrder", "step 5: a parcel is scheduled for the end of the day"),
            Map.entry("OrderWasDelivered", "the parcel left and arrived"),
            Map.entry("UnitsShipped", "these units left the house"),
            Map.entry("GoodsShipped", "what was kept for the order left the house"),
            Map.entry("CompleteOrder", "step 6: the order is at its end"),
            Map.entry("OrderDelivered", "the customer has the goods"),
            Map.entry("ReleaseStock", "undo of step 2: what was kept is free again"),
            Map.entry("UnitsReleased", "these units are free again"),
            Map.entry("GoodsReleased", "nothing is kept for the order any more"),
            Map.entry("VoidPayment", "undo of step 3: the bank lets the amount go"),
            Map.entry("RejectOrder", "undo of step 1: the customer hears that it cannot be"),
            Map.entry("OrderRejected", "the customer will not get this order"),
            Map.entry("OrderWasRejected", "the order is off, for everybody who has to do with it"),
            Map.entry("PaymentCalledOff", "no money will move for this order"));
    private static final String ANSWER = "an answer to the saga";

    private final PrintStream out;

    Narrator(PrintStream out) {
        this.out = out;
    }

    @Override
    public void handled(String context, Object message) {
        say(context, "<-", message, ANSWER);
    }

    @Override
    public void happened(String context, Object event) {
        say(context, "  ", event, "");
    }

    private void say(String context, String arrow, Object step, String otherwise) {
        String name = step.getClass().getSimpleName();
        String why = WHY.getOrDefault(name, otherwise);
        String reason = component(step, "reason");
        out.printf(
                "  %-10s %s %-17s %-7s %s%n",
                context, arrow, name, component(step, ""), reason.isEmpty() ? why : why + " (" + reason + ")");
    }

    /** A named part of a command or event, or the first one: what it is about. */
    private static String component(Object step, String name) {
        for (RecordComponent component : step.getClass().getRecordComponents()) {
            if (name.isEmpty() || component.getName().equals(name)) {
                try {
                    return String.valueOf(component.getAccessor().invoke(step));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(step.getClass() + " is no public record", e);
                }
            }
        }
        return "";
    }
}
