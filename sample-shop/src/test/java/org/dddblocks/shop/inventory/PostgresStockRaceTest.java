package org.dddblocks.shop.inventory;

import org.dddblocks.persistence.Database;
import org.dddblocks.testservers.PostgresServer;

class PostgresStockRaceTest extends StockRaceContract {
    @Override
    Database empty() {
        return Database.over(PostgresServer.freshDatabase().dataSource()).schema("inventory");
    }
}
