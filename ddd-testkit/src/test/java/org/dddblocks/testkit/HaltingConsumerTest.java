package org.dddblocks.testkit;

import org.dddblocks.testservers.PostgresServer;

/** {@link ManyHaltingConsumersTest} has the other databases, which take too long for the plain build. */
class HaltingConsumerTest extends HaltingConsumers {
    HaltingConsumerTest() {
        super(PostgresServer.freshDatabase().url());
    }
}
