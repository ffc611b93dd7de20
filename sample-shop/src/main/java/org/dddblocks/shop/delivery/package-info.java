/**
 * Sends parcels: everything that is scheduled for a day leaves at its end.
 *
 * <p>State-based: one shipment per order. It is asked by {@code ShipOrder} and answers with {@code OrderWasDelivered},
 * which may be hours later. It never asks what is in a parcel beyond the number of units.
 */
@NullMarked
package org.dddblocks.shop.delivery;

import org.jspecify.annotations.NullMarked;
