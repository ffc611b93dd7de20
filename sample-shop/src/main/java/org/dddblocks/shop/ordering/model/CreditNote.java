package org.dddblocks.shop.ordering.model;

import java.time.LocalDateTime;
import java.util.List;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.shop.ordering.model.CreditNoteEvent.CreditNoteIssued;
import org.jspecify.annotations.Nullable;

/** Money that goes back to a customer, with the units it was for where a sale was found. */
public final class CreditNote extends EventSourcedAggregateRoot<CreditNote, CreditNoteId, CreditNoteEvent> {
    /** Its events and what each does. */
    public static final AggregateType<CreditNote, CreditNoteId, CreditNoteEvent> TYPE = AggregateType.eventSourced(
                    "credit-note", CreditNote.class, CreditNoteEvent.class, CreditNote::new)
            .on(CreditNoteIssued.class, (note, e) -> note.matches = e.matches())
            .build();

    private List<Match> matches = List.of();

    private CreditNote(CreditNoteId id) {
        super(TYPE, id);
    }

    /**
     * Issues a credit note.
     *
     * @param id its number
     * @param customer whose, or null
     * @param country as printed
     * @param issuedAt business time
     * @param lines goods
     * @param charges refunds without goods
     * @param open the customer's open lines of these products, most recent first
     * @return the new credit note
     */
    public static CreditNote issue(
            CreditNoteId id,
            @Nullable CustomerId customer,
            String country,
            LocalDateTime issuedAt,
            List<Line> lines,
            List<Charge> charges,
            List<OpenLine> open) {
        require(!lines.isEmpty() || !charges.isEmpty(), "CREDIT_NOTE_EMPTY", "Credit note %s has no line.", id);
        require(
                Order.numbersDiffer(lines, charges),
                "LINE_NUMBER_TWICE",
                "Credit note %s has a line number twice.",
                id);
        List<Match> matches = Matching.mostRecentFirst(lines, open);
        CreditNote note = new CreditNote(id);
        note.record(new CreditNoteIssued(id, customer, country, issuedAt, lines, charges, matches));
        return note;
    }

    /**
     * Which units were found in which orders.
     *
     * @return the matches, in the order of the credit note's lines
     */
    public List<Match> matches() {
        return matches;
    }
}
