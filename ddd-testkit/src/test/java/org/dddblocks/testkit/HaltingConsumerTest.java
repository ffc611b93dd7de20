package org.dddblocks.testkit;

import java.nio.file.Path;
import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** They start many processes, which takes too long for the plain build. */
@Tag("services")
class HaltingConsumerTest {
    @Nested
    class OnPostgresServer extends HaltingConsumers {
        OnPostgresServer() {
            super(PostgresServer.freshDatabase().url());
        }
    }

    @Nested
    class OnMariaDbServer extends HaltingConsumers {
        OnMariaDbServer() {
            super(MariaDbServer.freshDatabase());
        }
    }

    @Nested
    class OnAnH2File extends HaltingConsumers {
        OnAnH2File(@TempDir Path folder) {
            super("jdbc:h2:file:" + folder.resolve("inbox") + ";WRITE_DELAY=0");
        }
    }
}
