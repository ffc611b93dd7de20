package org.dddblocks.testkit;

import javax.sql.DataSource;
import org.dddblocks.testservers.PostgresServer;

interface OnPostgres extends EmptyDatabase, Counted {
    @Override
    default DataSource emptyDatabase() {
        return new UrlDataSource(PostgresServer.freshDatabase().url());
    }
}
