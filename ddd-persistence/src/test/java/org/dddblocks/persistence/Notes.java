package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Jdbc;

/** One table of texts, written through transactions and read past them. */
final class Notes {
    final WatchedDataSource dataSource;
    final Database database;
    final Transactions transactions;

    private Notes(DataSource target, int poolSize) {
        this.dataSource = new WatchedDataSource(target, poolSize);
        this.database = Database.over(dataSource);
        this.transactions = database.transactions();
        transactions.run(
                () -> Jdbc.update(transactions.connection(), "create table note (text varchar(20) primary key)"));
        dataSource.calls.clear();
    }

    static Notes on(TestDatabase kind) {
        return new Notes(kind.fresh(), 10);
    }

    static Notes onPoolOfOne(TestDatabase kind) {
        return new Notes(kind.fresh(), 1);
    }

    void write(String text) {
        write(transactions.connection(), text);
    }

    static void write(Connection connection, String text) {
        Jdbc.update(connection, "insert into note values (?)", text);
    }

    /** What others see. */
    List<String> stored() {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select text from note order by text")) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
