package org.dddblocks.testkit;

import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbEventSourcedRepositoryContractTest extends EventSourcedRepositoryContract implements OnMariaDb {
    @Override
    protected EventStore emptyStore() {
        Database database = Database.over(emptyDatabase());
        database.install(JdbcEventStore.schema());
        return JdbcEventStore.on(database, Models.codec());
    }
}
