package org.dddblocks.testkit;

import org.dddblocks.testservers.MariaDbServer;
import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbHaltingConsumerTest extends HaltingConsumers {
    MariaDbHaltingConsumerTest() {
        super(MariaDbServer.freshDatabase());
    }
}
