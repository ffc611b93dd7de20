package org.dddblocks.shop.ordering.api;

import java.util.List;
import org.dddblocks.core.Money;
import org.jspecify.annotations.Nullable;

/**
 * Money is owed to a customer.
 *
 * @param creditNoteId which
 * @param customerId whose, or null for a guest
 * @param refunds what is paid back, one entry per order it concerns
 */
public record CreditNoteWasIssued(
        String creditNoteId, @Nullable String customerId, List<Refund> refunds) {
    /** Copies the list. */
    public CreditNoteWasIssued {
        refunds = List.copyOf(refunds);
    }

    /**
     * A part of a credit note.
     *
     * @param orderId the order whose payment it goes against, or null: then it is paid back at once
     * @param amount at the credit note's own price
     */
    public record Refund(@Nullable String orderId, Money amount) {}
}
