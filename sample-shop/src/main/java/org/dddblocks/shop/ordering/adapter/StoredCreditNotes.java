package org.dddblocks.shop.ordering.adapter;

import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.RepositoryDelegate;
import org.dddblocks.shop.ordering.model.CreditNote;
import org.dddblocks.shop.ordering.model.CreditNoteId;
import org.dddblocks.shop.ordering.model.CreditNotes;

/** Credit notes in the event store. */
public final class StoredCreditNotes extends RepositoryDelegate<CreditNote, CreditNoteId> implements CreditNotes {
    /**
     * Wires it.
     *
     * @param repository over the event store
     */
    public StoredCreditNotes(Repository<CreditNote, CreditNoteId> repository) {
        super(repository);
    }
}
