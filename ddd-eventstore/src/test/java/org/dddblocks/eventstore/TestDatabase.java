package org.dddblocks.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresServer;

/** The databases that every test of this module runs on. */
enum TestDatabase {
    H2 {
        @Override
        String freshUrl() {
            return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
        }
    },
    POSTGRESQL {
        @Override
        String freshUrl() {
            return PostgresServer.freshDatabase().url();
        }
    },
    MARIADB {
        @Override
        String freshUrl() {
            return MariaDbServer.freshDatabase();
        }
    };

    /** The URL of a new, empty database. */
    abstract String freshUrl();

    /** On MariaDB a schema is a database of the whole server, so there it is the test's own. */
    static String schema(String url) {
        return url.startsWith("jdbc:mariadb:") ? url.replaceAll(".*/|\\?.*", "") : "ordering";
    }

    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}
