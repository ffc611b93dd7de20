package org.dddblocks.shop.replay;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.List;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.ShopConfig;
import org.dddblocks.shop.support.ShopSchema;
import org.dddblocks.shop.support.Sql;

/**
 * The rows nobody could use, kept in a schema of the replay's own. A row is known by its file's content and its line, so replaying
 * the file again parks nothing twice.
 */
final class ParkedRows implements AutoCloseable {
    private final HikariDataSource pool;
    private final Transactions transactions;

    private ParkedRows(HikariDataSource pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    static ParkedRows in(ShopConfig config) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("replay");
        settings.setJdbcUrl(config.jdbcUrl());
        settings.setUsername(config.user());
        settings.setPassword(config.password());
        settings.setMaximumPoolSize(1);
        HikariDataSource pool = new HikariDataSource(settings);
        try {
            Database database = Database.over(pool).schema("replay");
            database.install(ShopSchema.of("replay", ParkedRows.class));
            return new ParkedRows(pool, database.transactions());
        } catch (RuntimeException failed) {
            pool.close();
            throw failed;
        }
    }

    void park(String file, MalformedRow row) {
        String sql = "insert into replay.parked_row (file, line, reason, text) values (?, ?, ?, ?)";
        transactions.run(() ->
                Sql.insertOnce(connection(), sql, file, row.line(), shortened(row.reason()), shortened(row.text())));
    }

    long count() {
        return transactions.call(() -> Sql.run(
                "count parked rows",
                () -> Sql.first(connection(), row -> row.getLong(1), "select count(*) from replay.parked_row")
                        .orElseThrow()));
    }

    /** {@return the first parked rows of a file, by line} */
    List<MalformedRow> of(String file, int atMost) {
        String sql =
                "select line, reason, text from replay.parked_row where file = ? order by line fetch first ? rows only";
        return transactions.call(() -> Sql.run(
                "list parked rows",
                () -> Sql.list(
                        connection(),
                        row -> new MalformedRow(row.getLong(1), row.getString(2), row.getString(3)),
                        sql,
                        file,
                        atMost)));
    }

    private Connection connection() {
        return transactions.connection();
    }

    private static String shortened(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500);
    }

    @Override
    public void close() {
        pool.close();
    }
}
