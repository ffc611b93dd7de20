package org.dddblocks.persistence;

import java.util.UUID;
import javax.sql.DataSource;
import org.dddblocks.testservers.PostgresServer;
import org.h2.jdbcx.JdbcConnectionPool;

/** The databases that tests of this module run on; each call gives an empty one. */
enum TestDatabase {
    H2 {
        @Override
        DataSource fresh() {
            return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        }
    },
    POSTGRESQL {
        @Override
        DataSource fresh() {
            return PostgresServer.freshDatabase().dataSource();
        }
    };

    abstract DataSource fresh();
}
