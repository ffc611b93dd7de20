package org.dddblocks.eventstore;

import java.util.Objects;
import javax.sql.DataSource;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.DelegatingStore;
import org.dddblocks.testkit.FeedOrderContract;
import org.dddblocks.testkit.OnPostgres;
import org.dddblocks.testkit.RotatingPool;
import org.dddblocks.testkit.model.Models;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Stores broken on purpose, for random writers and a judge who knows nothing of the fault. */
final class FeedOrderMutants {
    private FeedOrderMutants() {}

    private abstract static class Mutant extends FeedOrderContract implements OnPostgres {
        @Override
        protected int transactionsOfEachWriter() {
            return 30;
        }
    }

    /** Asks for what follows the last position, as is right with a counter row. */
    static class Naive extends Mutant {
        @Override
        protected EventStore open(Database database) {
            EventTable events = new EventTable(database, Models.codec());
            CounterFeed feed = new CounterFeed(database);
            return new DelegatingStore(super.open(database)) {
                @Override
                public FeedPage readFeed(long afterPosition, int limit) {
                    return transactions()
                            .call(() -> events.page(
                                    feed.read(transactions().connection(), afterPosition, limit),
                                    afterPosition,
                                    Wanted.ALL));
                }
            };
        }
    }

    /** The functions that append take no lock before their positions. */
    static class WithoutLock extends Mutant {
        @Override
        protected EventStore open(Database database) {
            change(database, """
                    do $change$
                    declare f record;
                    begin
                        for f in select pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n
                                on n.oid = p.pronamespace where n.nspname = current_schema() and p.proname like '%append%'
                        loop
                            execute replace(f.text, 'perform pg_advisory_xact_lock_shared(',
                                'perform format(''%s %s'', ');
                        end loop;
                    end
                    $change$""");
            return super.open(database);
        }
    }

    /**
     * Each session takes 20 positions at once. Its writers share sessions, in turn, as in an application: with a new
     * session for each transaction nobody would ever use what the sequence has kept for it.
     */
    static class CachedSequence extends Mutant {
        private @Nullable RotatingPool sessions;

        @Override
        public DataSource emptyDatabase() {
            DataSource database = super.emptyDatabase();
            sessions = RotatingPool.of(13, database);
            return sessions.over(database);
        }

        @AfterEach
        void closeSessions() {
            Objects.requireNonNull(sessions).close();
        }

        @Override
        protected EventStore open(Database database) {
            change(database, "alter sequence " + database.table("event_position") + " cache 1");
            EventStore store = super.open(database);
            change(database, "alter sequence " + database.table("event_position") + " cache 20");
            return store;
        }
    }

    private static void change(Database database, String sql) {
        database.transactions().run(() -> Jdbc.update(database.transactions().connection(), sql));
    }
}
