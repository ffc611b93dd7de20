package org.dddblocks.testkit;

import java.nio.file.Path;
import org.dddblocks.testservers.PostgresServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class HaltingConsumerTest {
    @Nested
    class OnPostgres extends HaltingConsumers {
        OnPostgres() {
            super(PostgresServer.freshDatabase().url());
        }
    }

    @Nested
    class OnAnH2File extends HaltingConsumers {
        OnAnH2File(@TempDir Path folder) {
            super("jdbc:h2:file:" + folder.resolve("inbox") + ";WRITE_DELAY=0");
        }
    }
}
