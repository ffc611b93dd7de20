package org.dddblocks.shop.ordering.model;

import org.dddblocks.core.ValueObject;

/**
 * Units of a credit note's line that were found in an order.
 *
 * @param creditLine the line of the credit note
 * @param order the order
 * @param units which units of it
 */
public record Match(int creditLine, OrderId order, LineUnits units) implements ValueObject {}
