package org.dddblocks.shop.ordering.api;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer gets money back, for goods or without goods. Issuing the same credit note id again changes nothing.
 *
 * <p>A credit note names no order: ordering finds the customer's most recent units of each product that are still
 * open. What finds no sale is kept as unmatched and refunded all the same.
 *
 * @param creditNoteId the natural id
 * @param customerId whose, or null: then nothing is matched
 * @param country as printed
 * @param issuedAt business time, local to the shop; on an order's own day its units are cancelled, later they are returned
 * @param lines goods, quantities positive, each at the credit note's own price; may be empty
 * @param charges refunds without goods; may be empty
 */
public record IssueCreditNote(
        String creditNoteId,
        @Nullable String customerId,
        String country,
        LocalDateTime issuedAt,
        List<LineItem> lines,
        List<ChargeItem> charges) {
    /** Copies the lists. */
    public IssueCreditNote {
        lines = List.copyOf(lines);
        charges = List.copyOf(charges);
    }
}
