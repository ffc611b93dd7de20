package org.dddblocks.shop.ordering.application;

import java.util.List;
import org.dddblocks.core.Money;

/**
 * What was ordered, credited and entered in the ledger, from the read models.
 *
 * @param orders all orders
 * @param guestOrders those of customers without a number
 * @param units units ordered, before cancellations
 * @param products distinct products ordered
 * @param goods sum of quantity times unit price
 * @param charges sum of the orders' charges
 * @param placed orders on their way
 * @param completed orders at their end
 * @param rejected orders that cannot be fulfilled
 * @param rejectedAmount their totals
 * @param countries totals by country, largest first
 * @param creditNotes what was credited
 * @param ledgerEntries entries in the ledger
 * @param ledgerAmount their sum
 */
public record OrderingTotals(
        long orders,
        long guestOrders,
        long units,
        long products,
        Money goods,
        Money charges,
        long placed,
        long completed,
        long rejected,
        Money rejectedAmount,
        List<CountryTotals> countries,
        CreditTotals creditNotes,
        long ledgerEntries,
        Money ledgerAmount) {
    /** Copies the list. */
    public OrderingTotals {
        countries = List.copyOf(countries);
    }

    /**
     * Goods and charges.
     *
     * @return the sum of all order totals
     */
    public Money total() {
        return goods.plus(charges);
    }

    /**
     * The orders of one country.
     *
     * @param country its name
     * @param orders how many
     * @param total goods and charges
     */
    public record CountryTotals(String country, long orders, Money total) {}

    /**
     * The credit notes.
     *
     * @param withGoods credit notes with at least one line of goods
     * @param units units credited
     * @param matchedUnits those found in an order
     * @param ordersConcerned orders in which at least one unit was found
     * @param goodsRefund refund for goods
     * @param chargesOnly credit notes without goods
     * @param chargesRefund refund without goods, on any credit note
     */
    public record CreditTotals(
            long withGoods,
            long units,
            long matchedUnits,
            long ordersConcerned,
            Money goodsRefund,
            long chargesOnly,
            Money chargesRefund) {
        /**
         * Units for which no sale was found.
         *
         * @return credited minus matched
         */
        public long unmatchedUnits() {
            return units - matchedUnits;
        }
    }
}
