package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who keeps the feed waiting, and tells it once a second while it lasts. */
final class FenceStalls {
    /** From here on a writer does not merely take his time. */
    static final Duration STALL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(JdbcEventStore.class);

    private final String who;
    private final Consumer<FeedStall> told;
    private Instant last = Instant.MIN;
    private @Nullable Fence logged;

    FenceStalls(Database database, Consumer<FeedStall> told) {
        this.told = told;
        who =
                "select l.virtualtransaction, l.pid, a.usename, a.application_name, host(a.client_addr), a.state, a.xact_start"
                        + " from (select * from pg_locks where " + FenceSql.lock(database)
                        + ") l left join pg_stat_activity a on a.pid = l.pid order by a.xact_start";
    }

    /** After a look; asks the server who it is when the feed has waited for a while. */
    void saw(Connection connection, FenceState state, Instant now) {
        Fence pending = state.pending();
        if (stands(pending, now) && due(now)) {
            of(connection, state).ifPresent(stall -> tell(Objects.requireNonNull(pending), stall));
        }
    }

    private static boolean stands(@Nullable Fence pending, Instant now) {
        return pending != null && Duration.between(pending.since(), now).compareTo(STALL) >= 0;
    }

    private synchronized boolean due(Instant now) {
        boolean due = last.isBefore(now.minus(STALL));
        last = due ? now : last;
        return due;
    }

    private void tell(Fence pending, FeedStall stall) {
        try {
            told.accept(stall);
        } catch (RuntimeException e) { // who measures must not halt what he measures
            LOG.error("EventStoreMetrics.feedStalled failed.", e);
        }
        synchronized (this) {
            if (logged != null && logged.position() == pending.position()) {
                return;
            }
            logged = pending;
        }
        LOG.warn(
                "The feed stands at position {} since {}, because transactions that append have not ended: {}. Nothing is"
                        + " lost; it goes on when they end. End them, and set idle_in_transaction_session_timeout.",
                stall.position(),
                stall.since(),
                stall.writers());
    }

    /** Who is in the way now; nobody, if the feed has not waited for long or they have just left. */
    Optional<FeedStall> of(Connection connection, FenceState state, Instant now) {
        return stands(state.pending(), now) ? of(connection, state) : Optional.empty();
    }

    private Optional<FeedStall> of(Connection connection, FenceState state) {
        Fence pending = Objects.requireNonNull(state.pending());
        List<Writer> all = Jdbc.query(connection, Writer::of, who);
        List<Writer> writers = all.stream()
                .filter(writer -> !pending.without(Set.of(writer.transaction())).passed())
                .toList();
        if (writers.isEmpty()) {
            return Optional.empty();
        }
        Instant since = Optional.ofNullable(writers.get(0).since()).orElse(pending.since());
        return Optional.of(new FeedStall(writers.stream().map(Writer::text).toList(), since, state.proven()));
    }

    private record Writer(
            String transaction, String text, @Nullable Instant since) {
        static Writer of(ResultSet row) throws SQLException {
            OffsetDateTime since = row.getObject(7, OffsetDateTime.class);
            String text = row.getString(2) == null
                    ? "a prepared transaction, see pg_prepared_xacts"
                    : "process " + row.getString(2) + " (user " + row.getString(3) + ", application " + row.getString(4)
                            + ", from " + row.getString(5) + ", " + row.getString(6) + ")";
            return new Writer(row.getString(1), text, since == null ? null : since.toInstant());
        }
    }
}
