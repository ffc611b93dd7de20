package org.dddblocks.outbox;

import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.dddblocks.testservers.PostgresDatabase;
import org.dddblocks.testservers.PostgresServer;

/** The databases that every test here runs on. */
enum TestDatabase {
    H2 {
        @Override
        DataSource fresh() {
            return TestDataSource.url(
                    "jdbc:h2:mem:outbox" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        }
    },
    POSTGRESQL {
        @Override
        DataSource fresh() {
            PostgresDatabase database = PostgresServer.freshDatabase();
            return TestDataSource.url(database.url() + "&password=" + database.password());
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** An empty database that nobody else uses. */
    abstract DataSource fresh();
}
