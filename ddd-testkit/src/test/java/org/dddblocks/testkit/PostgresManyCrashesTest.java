package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link PostgresCrashTest} in full: too long for the plain build. */
@Tag("services")
@Timeout(1500)
class PostgresManyCrashesTest {
    @Test
    void a_server_that_is_killed_again_and_again_loses_repeats_and_inverts_nothing() throws Exception {
        try (PostgresCrashes crashes = new PostgresCrashes()) {
            crashes.run(20);
        }
    }
}
