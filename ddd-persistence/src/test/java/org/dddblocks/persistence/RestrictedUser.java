package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresDatabase;
import org.dddblocks.testservers.PostgresServer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.mariadb.jdbc.MariaDbDataSource;

/** A database with an owner, and a user who may only do with its tables what he is granted. */
record RestrictedUser(DataSource owner, DataSource user, String schema, String name) {

    /** An anonymous local user would go before one from anywhere. */
    private static final List<String> MARIADB_HOSTS = List.of("'localhost'", "'%'");

    static RestrictedUser on(TestDatabase kind) {
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        String name = "user_" + id;
        return switch (kind) {
            case H2 -> h2("jdbc:h2:mem:" + id + ";DB_CLOSE_DELAY=-1", name);
            case POSTGRESQL -> postgres(PostgresServer.freshDatabase(), name);
            case MARIADB -> mariaDb(MariaDbServer.freshDatabase(), name);
        };
    }

    private static RestrictedUser h2(String url, String name) {
        DataSource owner = JdbcConnectionPool.create(url, "sa", "");
        execute(owner, "create user " + name + " password 'p'");
        return new RestrictedUser(owner, JdbcConnectionPool.create(url.replaceAll(";.*", ""), name, "p"), "own", name);
    }

    private static RestrictedUser postgres(PostgresDatabase database, String name) {
        execute(database.dataSource(), "create role " + name + " login");
        DataSource user = PostgresDatabase.at(database.url().replace("user=postgres", "user=" + name))
                .dataSource();
        return new RestrictedUser(database.dataSource(), user, "own", name);
    }

    private static RestrictedUser mariaDb(String url, String name) {
        try {
            String schema = url.replaceAll(".*/|\\?.*", "");
            for (String host : MARIADB_HOSTS) {
                MariaDbServer.execute("create user " + name + "@" + host + " identified by 'p'");
                MariaDbServer.execute("grant create temporary tables on " + schema + ".* to " + name + "@" + host);
            }
            return new RestrictedUser(
                    new MariaDbDataSource(url),
                    new MariaDbDataSource(url.replaceAll("\\?.*", "") + "?user=" + name + "&password=p"),
                    schema,
                    name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Such as {@code select, insert}, on all tables there are. */
    void grant(TestDatabase kind, String rights) {
        switch (kind) {
            case H2 -> execute(owner, "grant " + rights + " on schema " + schema + " to " + name);
            case POSTGRESQL -> {
                execute(owner, "grant usage on schema " + schema + " to " + name);
                execute(owner, "grant " + rights + " on all tables in schema " + schema + " to " + name);
            }
            case MARIADB -> {
                for (String host : MARIADB_HOSTS) {
                    execute(owner, "grant " + rights + " on " + schema + ".* to " + name + "@" + host);
                }
            }
        }
    }

    private static void execute(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
