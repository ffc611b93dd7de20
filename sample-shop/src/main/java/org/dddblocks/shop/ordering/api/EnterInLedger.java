package org.dddblocks.shop.ordering.api;

import java.time.LocalDateTime;
import org.dddblocks.core.Money;

/**
 * Money that belongs to no order: a bad debt, or a charge on an invoice without goods. Entering the same id again
 * changes nothing.
 *
 * @param entryId the natural id, such as {@code A563185/1}
 * @param kind what it is
 * @param code the charge's code
 * @param description as printed
 * @param on business time, local to the shop
 * @param amount may be negative
 */
public record EnterInLedger(
        String entryId, Kind kind, String code, String description, LocalDateTime on, Money amount) {
    /** What a ledger entry is about. */
    public enum Kind {
        /** Money that will not come any more. */
        BAD_DEBT,
        /** A charge on an invoice without goods. */
        CHARGE
    }
}
