package org.dddblocks.shop.replay;

import java.util.Set;

/**
 * Rule set R1: what a row is. The first rule that fits decides, so the classes partition the rows.
 * @see <a href="https://doi.org/10.24432/C5BW33">Chen, Online Retail</a>
 */
enum RowClass {
    /** An entry of the ledger, no order. */
    BAD_DEBT,
    /** A fee on an order, a refund without goods on a credit note, else an entry of the ledger; never stock. */
    CHARGE,
    /** Units of an earlier sale that are cancelled or come back. */
    CANCEL_LINE,
    /** A booking of the stock keeper: damages, counts, wrong codes. */
    STOCK_ADJUST,
    /** An order line at 0.00: stock moves, no money. */
    FREE_ITEM,
    /** An order line. */
    ORDER_LINE;

    private static final Set<String> SERVICES =
            Set.of("POST", "DOT", "C2", "M", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "B");

    static RowClass of(Row row) {
        if (row.invoice().startsWith("A")) return BAD_DEBT;
        if (isService(row.stockCode())) return CHARGE;
        if (row.invoice().startsWith("C")) return CANCEL_LINE;
        if (row.quantity() < 0) return STOCK_ADJUST;
        if (row.unitPrice().signum() != 0) return ORDER_LINE;
        return row.customer().isPresent() ? FREE_ITEM : STOCK_ADJUST;
    }

    /** {@return whether such a row puts goods on an order} */
    boolean isOrderLine() {
        return this == ORDER_LINE || this == FREE_ITEM;
    }

    private static boolean isService(String stockCode) {
        return SERVICES.contains(stockCode) || stockCode.startsWith("GIFT_");
    }
}
