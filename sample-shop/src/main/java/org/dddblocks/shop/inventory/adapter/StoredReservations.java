package org.dddblocks.shop.inventory.adapter;

import java.util.Optional;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.StateRepository;
import org.dddblocks.shop.inventory.model.Reservation;
import org.dddblocks.shop.inventory.model.ReservationId;
import org.dddblocks.shop.inventory.model.Reservations;
import org.dddblocks.shop.support.Put;

/** Reservations in tables. */
public final class StoredReservations implements Reservations {
    private final Repository<Reservation, ReservationId> repository;

    /**
     * Wires it.
     *
     * @param database inventory's
     * @param events hears what happened, in the same transaction
     */
    public StoredReservations(Database database, RecordedEvents events) {
        this.repository = StateRepository.on(database, Reservation.TYPE, new ReservationRows())
                .recordedEvents(events)
                .build();
    }

    @Override
    public Optional<Reservation> find(ReservationId id) {
        return repository.find(id);
    }

    @Override
    public void put(Reservation reservation) {
        Put.into(repository, reservation);
    }
}
