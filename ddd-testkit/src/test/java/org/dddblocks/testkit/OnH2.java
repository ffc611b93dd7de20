package org.dddblocks.testkit;

import java.util.UUID;
import javax.sql.DataSource;

interface OnH2 extends EmptyDatabase, Counted {
    @Override
    default DataSource emptyDatabase() {
        return new UrlDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
    }
}
