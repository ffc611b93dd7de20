package org.dddblocks.benchmarks.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dddblocks.benchmarks.paired.Load;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.benchmarks.paired.Server;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.JdbcEventStore;

/** Appends to a store of five million events beside appends to one of a hundred thousand. */
final class ManyStored {
    private final int slots;
    private final Duration slot;

    ManyStored(int slots, Duration slot) {
        this.slots = slots;
        this.slot = slot;
    }

    Map<String, Callable<Paired>> lines() {
        return Map.of("append with 5 million stored events, beside 100,000", this::paired);
    }

    private Paired paired() throws Exception {
        try (HikariDataSource few = Server.POSTGRESQL.pool();
                HikariDataSource many = Server.POSTGRESQL.pool();
                JdbcEventStore fewStored = StoreAgainstJdbc.store(few);
                JdbcEventStore manyStored = StoreAgainstJdbc.store(many)) {
            fill(few, 100_000);
            fill(many, 5_000_000);
            Load load = new Load(1, slot);
            return Paired.measure(
                    slots, 1 / 1.3, () -> load.rate(appending(fewStored)), () -> load.rate(appending(manyStored)));
        }
    }

    private static Load.Turn appending(JdbcEventStore store) {
        Turns turns = new Turns(1, 1);
        return thread -> {
            store.append(new StreamId("ledger", turns.stream(0)), turns.version(0), turns.events(0));
            return turns.done(0);
        };
    }

    /** Streams of a hundred events each. */
    private static void fill(HikariDataSource pool, int events) throws Exception {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into ddd_stream (stream_type, stream_id, version) select 'ledger', 'old-' || i, 100"
                            + " from generate_series(0, " + (events / 100 - 1) + ") i");
            statement.execute("insert into ddd_event (position, stream_type, stream_id, version, event_id, type_name,"
                    + " schema_version, occurred_at, recorded_at, payload)"
                    + " select nextval('ddd_event_position'), 'ledger', 'old-' || i / 100, i % 100 + 1, gen_random_uuid(),"
                    + " 'bench.AmountBooked', 1, now(), now(), '{\"amount\":1,\"account\":\"a\",\"text\":\"'"
                    + " || repeat('x', 240) || '\"}' from generate_series(0, " + (events - 1) + ") i");
            statement.execute("vacuum analyze ddd_event");
            statement.execute("vacuum analyze ddd_stream");
            statement.execute("checkpoint");
        }
    }
}
