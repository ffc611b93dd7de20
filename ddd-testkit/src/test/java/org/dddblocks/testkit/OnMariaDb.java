package org.dddblocks.testkit;

import javax.sql.DataSource;
import org.dddblocks.testservers.MariaDbServer;

/** An installed server: whoever runs on it has the tag {@code services}, which the plain build leaves out. */
interface OnMariaDb extends EmptyDatabase, Counted {
    @Override
    default DataSource emptyDatabase() {
        return new UrlDataSource(MariaDbServer.freshDatabase());
    }
}
