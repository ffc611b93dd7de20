package org.dddblocks.shop.inventory.model;

import java.util.Optional;

/** The reservations of all orders. */
public interface Reservations {
    /**
     * Finds a reservation and keeps others from changing it until the transaction ends.
     *
     * @param id for which order
     * @return it, or empty if nothing is known of this order
     */
    Optional<Reservation> find(ReservationId id);

    /**
     * Keeps what was decided, a new reservation and one that was found before alike.
     *
     * @param reservation it
     */
    void put(Reservation reservation);
}
