package org.dddblocks.shop.ordering.api;

import org.dddblocks.core.Money;

/**
 * Something that is paid for and is no product: postage, a discount, a fee.
 *
 * @param number its place in the document, from 1, distinct from those of the lines
 * @param code which kind of charge, such as {@code POST}
 * @param description as printed
 * @param amount on an order what the customer pays, on a credit note what the customer gets; may be negative
 */
public record ChargeItem(int number, String code, String description, Money amount) {}
