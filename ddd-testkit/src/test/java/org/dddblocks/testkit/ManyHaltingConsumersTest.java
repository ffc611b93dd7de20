package org.dddblocks.testkit;

import java.nio.file.Path;
import org.dddblocks.testservers.MariaDbServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("services")
class ManyHaltingConsumersTest {
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
