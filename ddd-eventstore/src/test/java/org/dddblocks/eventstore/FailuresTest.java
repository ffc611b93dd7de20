package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    /** As MariaDB's driver throws them, which says "general error" and "connection" by the code only. */
    @Test
    void lock_timeouts_and_ended_connections_that_a_handler_wraps_are_no_events_fault() {
        assertThat(Failures.passing(wrapped("Lock wait timeout exceeded", "HY000", 1205)))
                .isTrue();
        assertThat(Failures.passing(wrapped("Record has changed since last read", "HY000", 1020)))
                .isTrue();
        assertThat(Failures.passing(wrapped("Connection was killed", "70100", 1927)))
                .isTrue();
        assertThat(Failures.passing(wrapped("Deadlock found", "40001", 1213))).isTrue();
    }

    @Test
    void what_the_database_refuses_of_an_event_is_the_events_fault() {
        assertThat(Failures.passing(wrapped("Duplicate entry", "23000", 1062))).isFalse();
        assertThat(Failures.passing(wrapped("Unknown column", "42S22", 1054))).isFalse();
    }

    private static RuntimeException wrapped(String text, String state, int code) {
        return new IllegalStateException("the handler failed", new SQLException(text, state, code));
    }
}
