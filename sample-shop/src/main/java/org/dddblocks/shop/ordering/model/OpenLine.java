package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.ValueObject;

/**
 * A line of an order of which the customer still has or will get units.
 *
 * @param order the order
 * @param line the line's number
 * @param sku the product
 * @param units how many are open
 */
public record OpenLine(OrderId order, int line, Sku sku, int units) implements ValueObject {}
