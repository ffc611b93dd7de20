package org.dddblocks.persistence;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.persistence.spi.Jdbc;

/** A state-based repository whose handed-on events are rows of a second table, as an outbox would write them. */
final class Stocks {
    static final Sku A4 = new Sku("A4");

    final WatchedDataSource dataSource;
    final Database database;
    final Transactions transactions;
    final Repository<Stock, Sku> repository;
    /** What happens before a row is written; breaks the port on demand. */
    Runnable beforeRows = () -> {};

    private Stocks(TestDatabase kind, int poolSize, StateMapping<Stock, Sku> mapping) {
        this.dataSource = new WatchedDataSource(kind.fresh(), poolSize);
        this.database = Database.over(dataSource);
        this.transactions = database.transactions();
        transactions.run(() -> {
            Jdbc.update(transactions.connection(), StockRows.TABLE);
            Jdbc.update(transactions.connection(), "create table message (version bigint, type varchar(100))");
        });
        this.repository = StateRepository.on(database, Stock.TYPE, mapping)
                .recordedEvents(this::write)
                .build();
    }

    static Stocks on(TestDatabase kind) {
        return new Stocks(kind, 20, new StockRows());
    }

    static Stocks on(TestDatabase kind, StateMapping<Stock, Sku> mapping) {
        return new Stocks(kind, 20, mapping);
    }

    static Stocks onPoolOfOne(TestDatabase kind) {
        return new Stocks(kind, 1, new StockRows());
    }

    private void write(List<? extends EventEnvelope<? extends DomainEvent>> events) {
        beforeRows.run();
        for (EventEnvelope<? extends DomainEvent> event : events) {
            Jdbc.update(
                    transactions.connection(), "insert into message values (?, ?)", event.version(), event.typeName());
        }
    }

    /** What others see of the handed-on events. */
    List<String> messages() {
        return read("select concat(version, ' ', type) from message order by version");
    }

    /** What others see of the state. */
    List<String> rows() {
        return read("select concat(sku, ' ', units, ' v', version) from stock order by sku");
    }

    private List<String> read(String sql) {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
