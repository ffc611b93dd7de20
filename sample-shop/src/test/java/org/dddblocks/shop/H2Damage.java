package org.dddblocks.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What H2 lost of a transaction when its process was killed: an index with rows that its table does not have, or without some
 * that it has. No program can leave that behind; H2 does, rarely, as {@code databases.md} says.
 */
final class H2Damage {
    private static final String INDEXES = "select table_schema, table_name, index_schema, index_name, column_name"
            + " from information_schema.index_columns where ordinal_position = 1 and table_schema <> 'INFORMATION_SCHEMA'";

    private H2Damage() {}

    /** {@return what is wrong with a data folder, read from a copy; empty if nothing is} */
    static Optional<String> in(Path data, Path scratch) throws IOException, SQLException {
        Path copy = SagaStages.copied(data, scratch);
        if (!Files.exists(copy.resolve("shop.mv.db"))) return Optional.empty();
        try (Connection stores = DriverManager.getConnection("jdbc:h2:file:" + copy.resolve("shop"), "sa", "")) {
            for (Index index : indexes(stores)) {
                Optional<String> damage = index.damage(stores);
                if (damage.isPresent()) return damage;
            }
        }
        return Optional.empty();
    }

    private static List<Index> indexes(Connection stores) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        try (Statement statement = stores.createStatement();
                ResultSet row = statement.executeQuery(INDEXES)) {
            while (row.next()) {
                indexes.add(new Index(
                        quoted(row.getString(1), row.getString(2)),
                        quoted(row.getString(3), row.getString(4)),
                        quoted(row.getString(5))));
            }
        }
        return indexes;
    }

    private static String quoted(String... names) {
        return '"' + String.join("\".\"", names) + '"';
    }

    private record Index(String table, String name, String column) {
        Optional<String> damage(Connection stores) throws SQLException {
            long rows =
                    count(stores, "select count(*) from " + table + " use index () where " + column + " is not null");
            String byIndex = "select * from " + table + " use index (" + name + ") where " + column + " >= (select min("
                    + column + ") from " + table + ")";
            long found;
            try {
                found = rows(stores, byIndex);
            } catch (SQLException e) {
                return Optional.of(name + " of " + table + ": " + e.getMessage());
            }
            return found == rows
                    ? Optional.empty()
                    : Optional.of("%s has %d rows of %s, which has %d".formatted(name, found, table, rows));
        }

        private static long rows(Connection stores, String sql) throws SQLException {
            try (Statement statement = stores.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                long rows = 0;
                while (row.next()) rows++;
                return rows;
            }
        }

        private static long count(Connection stores, String sql) throws SQLException {
            try (Statement statement = stores.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
