package org.dddblocks.shop.delivery.adapter;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.StateRepository;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.delivery.application.DeliverySums;
import org.dddblocks.shop.delivery.application.DeliveryTotals;
import org.dddblocks.shop.delivery.model.Shipment;
import org.dddblocks.shop.delivery.model.ShipmentId;
import org.dddblocks.shop.delivery.model.Shipments;
import org.dddblocks.shop.support.Put;
import org.dddblocks.shop.support.Sql;

/** Shipments in a table. */
public final class StoredShipments implements Shipments, DeliverySums {
    private final Transactions transactions;
    private final Repository<Shipment, ShipmentId> repository;

    /**
     * Wires it.
     *
     * @param database delivery's
     * @param events hears what happened, in the same transaction
     */
    public StoredShipments(Database database, RecordedEvents events) {
        this.transactions = database.transactions();
        this.repository = StateRepository.on(database, Shipment.TYPE, new ShipmentRows())
                .recordedEvents(events)
                .build();
    }

    @Override
    public Optional<Shipment> find(ShipmentId id) {
        return repository.find(id);
    }

    @Override
    public List<ShipmentId> scheduled(LocalDate upTo) {
        return Sql.run(
                "read scheduled shipments",
                () -> Sql.list(
                        transactions.connection(),
                        row -> new ShipmentId(row.getString(1)),
                        "select order_id from delivery.shipment where state = 'SCHEDULED' and leaves_on <= ?"
                                + " order by order_id",
                        upTo));
    }

    @Override
    public void put(Shipment shipment) {
        Put.into(repository, shipment);
    }

    @Override
    public DeliveryTotals totals() {
        return transactions.call(() -> Sql.run(
                "read the totals of delivery",
                () -> Sql.first(
                                transactions.connection(),
                                row -> new DeliveryTotals(row.getLong(1), row.getLong(2), row.getLong(3)),
                                "select sum(case when state = 'SCHEDULED' then 1 else 0 end),"
                                        + " sum(case when state = 'DELIVERED' then 1 else 0 end),"
                                        + " sum(case when state = 'DROPPED' then 1 else 0 end) from delivery.shipment")
                        .orElseThrow()));
    }
}
