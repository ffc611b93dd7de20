package org.dddblocks.shop.ordering.model;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.Money;
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

        /**
         * What is paid back for units that were found, at the credit note's own prices.
         *
         * @return by order, sorted; no entry where nothing is paid back
         */
        public SortedMap<String, Money> refundsByOrder() {
            SortedMap<String, Money> refunds = new TreeMap<>();
            matches.forEach(match -> refunds.merge(match.order().value(), price(match), Money::plus));
            refunds.values().removeIf(Money::isZero);
            return refunds;
        }

        /**
         * What is paid back for goods, found or not.
         *
         * @return the sum, empty if there are no goods
         */
        public Optional<Money> goodsRefund() {
            return lines.stream().map(Line::amount).reduce(Money::plus);
        }

        /**
         * What is paid back without goods.
         *
         * @return the sum, empty if there are no charges
         */
        public Optional<Money> chargesRefund() {
            return charges.stream().map(Charge::amount).reduce(Money::plus);
        }

        /**
         * What is paid back and concerns no order: charges, and goods for which no sale was found.
         *
         * @return everything less {@link #refundsByOrder()}; empty if that is zero
         */
        public Optional<Money> refundWithoutOrder() {
            Optional<Money> all = Stream.of(goodsRefund(), chargesRefund())
                    .flatMap(Optional::stream)
                    .reduce(Money::plus);
            return all.map(sum -> refundsByOrder().values().stream().reduce(sum, Money::minus))
                    .filter(rest -> !rest.isZero());
        }

        /**
         * Units for which a sale was found.
         *
         * @return at most the credit note's units
         */
        public int matchedUnits() {
            return matches.stream().mapToInt(match -> match.units().units()).sum();
        }

        private Money price(Match match) {
            return lines.stream()
                    .filter(line -> line.number() == match.creditLine())
                    .map(line -> line.unitPrice().times(match.units().units()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "Credit note %s has no line %d.".formatted(creditNote, match.creditLine())));
        }
    }
}
