package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class PostgresDeadLetterCrashTest extends DeadLetterCrashes implements OnPostgres {
    @Override
    int step() {
        return 4;
    }
}
