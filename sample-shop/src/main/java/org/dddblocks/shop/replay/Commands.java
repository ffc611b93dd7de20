package org.dddblocks.shop.replay;

import java.time.LocalDate;

/** What a replay asks of the shop, in the order of the file. Each call is idempotent: the file's identities tell repeats. */
interface Commands {
    /** Before the first row: enough of each product for everything that leaves. */
    void openStock(Overview overview);

    /** An order, at the place of its last row. */
    void placeOrder(Invoice order);

    /** A credit note, at the place of its last row. */
    void issueCreditNote(Invoice note);

    /** A bad debt, or a charge on an invoice without goods. */
    void enterInLedger(Invoice invoice, Invoice.Line line);

    /** The stock keeper's booking. */
    void adjustStock(Invoice invoice, Invoice.Line line);

    /** A calendar day is over: what was placed until now is decided, then the day's shipments leave. */
    void endDay(LocalDate day);

    /** A row nobody can use. */
    void park(MalformedRow row);
}
