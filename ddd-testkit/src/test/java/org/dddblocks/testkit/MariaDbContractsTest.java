package org.dddblocks.testkit;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link ContractsTest} for the runs on installed servers. */
@Tag("services")
@Order(Integer.MAX_VALUE)
class MariaDbContractsTest {
    @Test
    void every_run_on_an_installed_server_executes_the_same_number_of_tests_and_skips_none() {
        ContractsTest.requireEqualCounts(ContractsTest.RUNS_OF_SERVICES);
    }
}
