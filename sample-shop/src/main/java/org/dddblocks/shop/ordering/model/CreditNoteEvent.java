package org.dddblocks.shop.ordering.model;

import java.time.LocalDateTime;
import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.jspecify.annotations.Nullable;

/** What can happen to a credit note. */
public sealed interface CreditNoteEvent extends DomainEvent {
    /**
     * A credit note was issued and matched.
     *
     * @param creditNote which
     * @param customer whose, or null
     * @param country as printed
     * @param issuedAt business time
     * @param lines goods at the credit note's own price
     * @param charges refunds without goods
     * @param matches which units were found in which orders; the rest is unmatched
     */
    @org.jmolecules.event.annotation.DomainEvent(namespace = "ordering", name = "CreditNoteIssued")
    record CreditNoteIssued(
            CreditNoteId creditNote,
            @Nullable CustomerId customer,
            String country,
            LocalDateTime issuedAt,
            List<Line> lines,
            List<Charge> charges,
            List<Match> matches)
            implements CreditNoteEvent {
        /** Copies the lists. */
        public CreditNoteIssued {
            lines = List.copyOf(lines);
            charges = List.copyOf(charges);
            matches = List.copyOf(matches);
        }
    }
}
