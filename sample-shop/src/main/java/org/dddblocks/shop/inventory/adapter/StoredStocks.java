package org.dddblocks.shop.inventory.adapter;

import java.util.Optional;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.StateRepository;
import org.dddblocks.shop.inventory.model.Sku;
import org.dddblocks.shop.inventory.model.Stock;
import org.dddblocks.shop.inventory.model.Stocks;
import org.dddblocks.shop.support.Put;

/** Stock in a table. */
public final class StoredStocks implements Stocks {
    private final Repository<Stock, Sku> repository;

    /**
     * Wires it.
     *
     * @param database inventory's
     * @param events hears what happened, in the same transaction
     */
    public StoredStocks(Database database, RecordedEvents events) {
        this.repository = StateRepository.on(database, Stock.TYPE, new StockRows())
                .recordedEvents(events)
                .build();
    }

    @Override
    public Optional<Stock> find(Sku sku) {
        return repository.find(sku);
    }

    @Override
    public void put(Stock stock) {
        Put.into(repository, stock);
    }
}
