package org.dddblocks.shop.ordering.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.Money;
import org.dddblocks.shop.ordering.model.CreditNoteEvent.CreditNoteIssued;
import org.junit.jupiter.api.Test;

class CreditNoteTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2010, 12, 1, 9, 49);
    private static final CustomerId CUSTOMER = new CustomerId("17548");
    private static final Sku HEART = new Sku("85123A");
    private static final Sku LANTERN = new Sku("71053");
    private static final OrderId NEW = new OrderId("536400");
    private static final OrderId OLD = new OrderId("536300");
    private static final OpenLine THREE_NEW = new OpenLine(NEW, 2, HEART, 3);
    private static final OpenLine FOUR_OLD = new OpenLine(OLD, 1, HEART, 4);

    @Test
    void the_most_recent_units_are_taken_first_then_older_ones() {
        List<Match> matches = Matching.mostRecentFirst(List.of(hearts(1, 5)), List.of(THREE_NEW, FOUR_OLD));
        assertThat(matches)
                .containsExactly(
                        new Match(1, NEW, new LineUnits(2, HEART, 3)), new Match(1, OLD, new LineUnits(1, HEART, 2)));
    }

    @Test
    void units_taken_for_one_line_are_gone_for_the_next() {
        List<Match> matches = Matching.mostRecentFirst(List.of(hearts(1, 3), hearts(2, 3)), List.of(THREE_NEW));
        assertThat(matches).containsExactly(new Match(1, NEW, new LineUnits(2, HEART, 3)));
    }

    @Test
    void other_products_are_not_touched() {
        assertThat(Matching.mostRecentFirst(List.of(hearts(1, 3)), List.of(new OpenLine(NEW, 2, LANTERN, 9))))
                .isEmpty();
    }

    @Test
    void what_was_found_is_refunded_by_order_and_the_rest_without_one() {
        CreditNoteIssued issued = issue(
                List.of(hearts(1, 9)),
                List.of(new Charge(2, "M", "Manual", Money.of("1.50", "GBP"))),
                List.of(THREE_NEW, FOUR_OLD));
        assertThat(issued.refundsByOrder())
                .containsEntry("536300", Money.of("10.20", "GBP"))
                .containsEntry("536400", Money.of("7.65", "GBP"))
                .hasSize(2);
        assertThat(issued.refundWithoutOrder()).contains(Money.of("6.60", "GBP"));
        assertThat(issued.goodsRefund()).contains(Money.of("22.95", "GBP"));
        assertThat(issued.matchedUnits()).isEqualTo(7);
    }

    @Test
    void nothing_is_refunded_without_an_order_when_every_unit_was_found() {
        assertThat(issue(List.of(hearts(1, 3)), List.of(), List.of(THREE_NEW)).refundWithoutOrder())
                .isEmpty();
    }

    @Test
    void free_items_come_back_without_money() {
        Line free = new Line(1, HEART, "HEART", 2, Money.zero("GBP"));
        CreditNoteIssued issued = issue(List.of(free), List.of(), List.of(THREE_NEW));
        assertThat(issued.refundsByOrder()).isEmpty();
        assertThat(issued.matchedUnits()).isEqualTo(2);
    }

    @Test
    void an_empty_credit_note_is_refused() {
        assertThatThrownBy(() -> issue(List.of(), List.of(), List.of()))
                .isInstanceOfSatisfying(
                        DomainRejection.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("CREDIT_NOTE_EMPTY"));
    }

    private static CreditNoteIssued issue(List<Line> lines, List<Charge> charges, List<OpenLine> open) {
        CreditNote note =
                CreditNote.issue(new CreditNoteId("C536391"), CUSTOMER, "United Kingdom", NOW, lines, charges, open);
        return (CreditNoteIssued) Changes.pending(note).get(0);
    }

    private static Line hearts(int number, int quantity) {
        return new Line(number, HEART, "WHITE HANGING HEART", quantity, Money.of("2.55", "GBP"));
    }
}
