package org.dddblocks.shop.delivery.api;

import java.time.LocalDate;

/**
 * Schedules a parcel. Answered by {@link OrderWasDelivered}: at once if the day is closed already, else when it closes.
 *
 * @param orderId for which order; the natural id of the shipment
 * @param day at whose end it leaves
 * @param units how many units the order has
 */
public record ShipOrder(String orderId, LocalDate day, int units) {}
