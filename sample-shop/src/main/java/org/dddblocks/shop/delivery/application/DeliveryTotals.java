package org.dddblocks.shop.delivery.application;

/**
 * What was sent.
 *
 * @param scheduled parcels that wait for the end of their day
 * @param delivered parcels that arrived
 * @param dropped parcels that never left because everything in them was cancelled
 */
public record DeliveryTotals(long scheduled, long delivered, long dropped) {}
