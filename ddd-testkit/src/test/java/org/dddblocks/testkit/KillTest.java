package org.dddblocks.testkit;

import java.nio.file.Path;
import org.dddblocks.testservers.PostgresServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Some kills; {@link ManyKillsTest} has as many as take too long for the plain build. */
class KillTest {
    @Nested
    class OnPostgres extends KilledNodes {
        OnPostgres() {
            super(PostgresServer.freshDatabase().url(), 4, "write", "read", "write", "read");
        }
    }

    /** The database dies with its process, which writes and reads. */
    @Nested
    class OnAnH2File extends KilledNodes {
        OnAnH2File(@TempDir Path folder) {
            super("jdbc:h2:file:" + folder.resolve("accounts") + ";WRITE_DELAY=0", 3, "write and read");
        }
    }
}
