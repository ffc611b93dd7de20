package org.dddblocks.shop;

import org.dddblocks.testservers.PostgresDatabase;
import org.dddblocks.testservers.PostgresServer;

class PostgresLastUnitTest extends LastUnitContract {
    @Override
    ShopConfig fresh() {
        PostgresDatabase database = PostgresServer.freshDatabase();
        return ShopConfig.at(database.url(), database.user(), database.password());
    }
}
