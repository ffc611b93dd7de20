package org.dddblocks.shop.delivery.api;

import java.time.LocalDate;

/**
 * The day is over: all parcels scheduled for it, or for a day before, leave. Closing a closed day changes nothing.
 *
 * @param day which
 */
public record DispatchDay(LocalDate day) {}
