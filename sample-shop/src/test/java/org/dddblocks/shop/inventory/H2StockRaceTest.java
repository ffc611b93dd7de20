package org.dddblocks.shop.inventory;

import java.util.UUID;
import org.dddblocks.persistence.Database;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

class H2StockRaceTest extends StockRaceContract {
    private JdbcConnectionPool pool;

    @Override
    Database empty() {
        String url = "jdbc:h2:mem:race-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
        pool = JdbcConnectionPool.create(url, "sa", "");
        return Database.over(pool).schema("inventory");
    }

    @AfterEach
    void dispose() {
        pool.dispose();
    }
}
