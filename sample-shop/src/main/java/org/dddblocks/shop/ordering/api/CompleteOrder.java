package org.dddblocks.shop.ordering.api;

import java.time.LocalDate;

/**
 * The order was delivered. Answered by {@link OrderCompleted}.
 *
 * @param orderId which
 * @param on the day it was delivered
 */
public record CompleteOrder(String orderId, LocalDate on) {}
