package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.Money;
import org.dddblocks.core.ValueObject;

/**
 * Something that is paid for and is no product.
 *
 * @param number its place in the document, from 1
 * @param code which kind
 * @param description as printed
 * @param amount may be negative: a discount
 */
public record Charge(int number, String code, String description, Money amount) implements ValueObject {}
