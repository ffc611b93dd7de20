package org.dddblocks.persistence;

import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresDatabase;
import org.dddblocks.testservers.PostgresServer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.mariadb.jdbc.MariaDbDataSource;

/** The databases that tests of this module run on; each call gives an empty one, or an empty schema of one. */
public enum TestDatabase {
    H2 {
        @Override
        public DataSource fresh() {
            return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        }
    },
    POSTGRESQL {
        @Override
        public DataSource fresh() {
            return Postgres.freshSchema();
        }
    },
    MARIADB {
        @Override
        public DataSource fresh() {
            return at(MariaDbServer.freshDatabase());
        }
    };

    public abstract DataSource fresh();

    public static DataSource at(String url) {
        try {
            return new MariaDbDataSource(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Postgres {
        private static final PostgresDatabase DATABASE = PostgresServer.freshDatabase();
        private static final AtomicInteger SCHEMAS = new AtomicInteger();

        static DataSource freshSchema() {
            String schema = "s" + SCHEMAS.incrementAndGet();
            try (var connection = DATABASE.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create schema " + schema);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return PostgresDatabase.at(DATABASE.url() + "&currentSchema=" + schema)
                    .dataSource();
        }
    }
}
