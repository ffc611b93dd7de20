package org.dddblocks.shop.delivery.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** All shipments. */
public interface Shipments {
    /**
     * Finds a shipment and keeps others from changing it until the transaction ends.
     *
     * @param id of which order
     * @return it, or empty if nothing is known of this order
     */
    Optional<Shipment> find(ShipmentId id);

    /**
     * The shipments that wait for the end of a day.
     *
     * @param upTo this day or one before it
     * @return their ids, sorted
     */
    List<ShipmentId> scheduled(LocalDate upTo);

    /**
     * Keeps what was decided, a new shipment and one that was found before alike.
     *
     * @param shipment it
     */
    void put(Shipment shipment);
}
