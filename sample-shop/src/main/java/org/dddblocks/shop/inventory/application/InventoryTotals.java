package org.dddblocks.shop.inventory.application;

/**
 * What lies in the warehouse and what happened to it.
 *
 * @param products products with a stock row
 * @param opened units put on the shelf by openings
 * @param onHand units in the warehouse, reserved ones included
 * @param reservedUnits units kept for orders
 * @param shippedUnits units that left
 * @param releasedUnits units that were kept once and given up, by a cancelled order or cancelled units
 * @param returnedUnits units that came back
 * @param reservations orders for which units are kept
 * @param shipped orders whose units left
 * @param outOfStock orders for which not everything was there
 * @param released orders whose units were given up
 * @param adjustments corrections
 * @param adjustedUnits their sum, usually negative
 */
public record InventoryTotals(
        long products,
        long opened,
        long onHand,
        long reservedUnits,
        long shippedUnits,
        long releasedUnits,
        long returnedUnits,
        long reservations,
        long shipped,
        long outOfStock,
        long released,
        long adjustments,
        long adjustedUnits) {}
