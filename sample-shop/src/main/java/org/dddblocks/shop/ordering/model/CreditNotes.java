package org.dddblocks.shop.ordering.model;

import java.util.Optional;

/** All credit notes. */
public interface CreditNotes {
    /**
     * Finds a credit note.
     *
     * @param id its id
     * @return the credit note, or empty
     */
    Optional<CreditNote> find(CreditNoteId id);

    /**
     * Adds a new credit note.
     *
     * @param note it
     */
    void add(CreditNote note);
}
