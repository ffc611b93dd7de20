package org.dddblocks.persistence;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;

/** A state-based root of the tests. */
final class Stock extends AggregateRoot<Stock, Sku, StockEvent> {
    static final AggregateType<Stock, Sku, StockEvent> TYPE =
            AggregateType.stateBased("stock", Stock.class, StockEvent.class);

    private int units;

    private Stock(Sku sku, int units) {
        super(sku);
        this.units = units;
    }

    static Stock of(String sku, int units) {
        Stock stock = new Stock(new Sku(sku), 0);
        stock.add(units);
        return stock;
    }

    static Stock rebuilt(String sku, int units) {
        return new Stock(new Sku(sku), units);
    }

    void add(int more) {
        units += more;
        record(new StockEvent.UnitsAdded(id(), more));
    }

    void take(int some) {
        require(some <= units, "STOCK_SHORT", "Only %d left.", units);
        units -= some;
        record(new StockEvent.UnitsTaken(id(), some));
    }

    void recountSilently(int counted) {
        units = counted;
    }

    int units() {
        return units;
    }
}
