package org.dddblocks.shop.ordering.model;

import java.time.LocalDateTime;
import org.dddblocks.core.Money;
import org.dddblocks.core.ValueObject;

/**
 * An entry of the ledger.
 *
 * @param id natural id
 * @param kind what it is, upper case
 * @param code the charge's code
 * @param description as printed
 * @param on business time
 * @param amount may be negative
 */
public record LedgerEntry(String id, String kind, String code, String description, LocalDateTime on, Money amount)
        implements ValueObject {}
