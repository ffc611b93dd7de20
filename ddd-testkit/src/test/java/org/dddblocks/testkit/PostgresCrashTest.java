package org.dddblocks.testkit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One kill of the whole server, one of a single process of it; {@link PostgresManyCrashesTest} does it more often. */
@Timeout(900)
class PostgresCrashTest {
    @Test
    void a_server_that_is_killed_in_the_middle_of_writing_loses_repeats_and_inverts_nothing() throws Exception {
        try (PostgresCrashes crashes = new PostgresCrashes()) {
            crashes.run(2);
        }
    }
}
