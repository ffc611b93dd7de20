package org.dddblocks.shop.delivery.api;

import java.time.LocalDate;

/**
 * The parcel of an order left and arrived.
 *
 * @param orderId which
 * @param day on which day
 */
public record OrderWasDelivered(String orderId, LocalDate day) {}
