package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.TypedId;

/**
 * A credit note's number.
 *
 * @param value as printed, such as {@code C536379}
 */
public record CreditNoteId(String value) implements TypedId<CreditNote> {
    /** Refuses a blank number. */
    public CreditNoteId {
        Words.id("CreditNoteId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
