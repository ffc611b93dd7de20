package org.dddblocks.shop.replay;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.shop.ShopConfig;

/**
 * The rows nobody could use, kept in a schema of the replay's own. A row is known by its file's content and its line, so replaying
 * the file again parks nothing twice.
 */
final class ParkedRows implements AutoCloseable {
    private final Connection connection;

    private ParkedRows(Connection connection) {
        this.connection = connection;
    }

    static ParkedRows in(ShopConfig config) throws SQLException {
        Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists replay");
            statement.execute(
                    "create table if not exists replay.parked_row (file varchar(64) not null, line bigint not null,"
                            + " reason varchar(500) not null, text varchar(500) not null, primary key (file, line))");
            return new ParkedRows(connection);
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    void park(String file, MalformedRow row) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into replay.parked_row (file, line, reason, text) select ?, ?, ?, ?"
                        + " where not exists (select 1 from replay.parked_row where file = ? and line = ?)")) {
            insert.setString(1, file);
            insert.setLong(2, row.line());
            insert.setString(3, shortened(row.reason()));
            insert.setString(4, shortened(row.text()));
            insert.setString(5, file);
            insert.setLong(6, row.line());
            insert.executeUpdate();
        }
    }

    long count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from replay.parked_row")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** {@return the first parked rows of a file, by line} */
    List<MalformedRow> of(String file, int atMost) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select line, reason, text from replay.parked_row where file = ? order by line fetch first ? rows only")) {
            query.setString(1, file);
            query.setInt(2, atMost);
            List<MalformedRow> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) found.add(new MalformedRow(rows.getLong(1), rows.getString(2), rows.getString(3)));
            }
            return found;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
