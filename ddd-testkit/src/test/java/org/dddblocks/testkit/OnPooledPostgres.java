package org.dddblocks.testkit;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** Keeps the sessions of a test: a new one for each transaction costs several times as much as the transaction. */
interface OnPooledPostgres extends OnPostgres {
    @Override
    default DataSource emptyDatabase() {
        DataSource database = OnPostgres.super.emptyDatabase();
        RotatingPool sessions = RotatingPool.of(1, database);
        Sessions.KEPT.add(sessions);
        return sessions.over(database);
    }

    @AfterEach
    default void closeSessions() {
        Sessions.KEPT.forEach(RotatingPool::close);
        Sessions.KEPT.clear();
    }

    /** Of the only test that runs in this process. */
    final class Sessions {
        static final List<RotatingPool> KEPT = new ArrayList<>();

        private Sessions() {}
    }
}
