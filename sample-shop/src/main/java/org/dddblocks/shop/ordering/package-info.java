/**
 * Takes orders and credit notes and knows what was sold, cancelled and returned.
 *
 * <p>Orders and credit notes are event-sourced; what people read are projections of their events. It publishes
 * {@code OrderWasPlaced}, {@code OrderUnitsWereCancelled}, {@code OrderUnitsWereReturned} and {@code CreditNoteWasIssued},
 * and answers the fulfilment of an order. It never asks whether there is stock or money: others decide that.
 */
@NullMarked
package org.dddblocks.shop.ordering;

import org.jspecify.annotations.NullMarked;
