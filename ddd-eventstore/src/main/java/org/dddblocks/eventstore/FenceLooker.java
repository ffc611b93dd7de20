package org.dddblocks.eventstore;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/** Takes one step of a reader: one round trip, what may be concluded from it, and what is remembered for all readers. */
final class FenceLooker {
    private final FenceSql sql;
    private final FenceStalls stalls;
    private final FenceWatch watch;
    private final String mayBeOwn;

    FenceLooker(Database database, FenceSql sql, FenceStalls stalls, FenceWatch watch) {
        this.sql = sql;
        this.stalls = stalls;
        this.watch = watch;
        // Rows of this transaction, its savepoints included, and perhaps some of transactions that are younger.
        mayBeOwn = "select coalesce(min(position), " + Long.MAX_VALUE + ") from " + database.table("event")
                + " where position > ? and age(xmin) <= 0";
    }

    /** Looks at the locks if it is our turn, and ends the turn; else only at the events. */
    FenceStep step(Connection connection, boolean turn, long after, int limit) {
        Duration took = Duration.ZERO;
        try {
            FenceState before = watch.state();
            long open = turn ? before.proven() : FenceSql.NEVER;
            long upTo = turn ? before.worthReading() : before.proven();
            FenceLook look = sql.look(connection, open, after, upTo, limit);
            if (turn && before.isVoidOn(look.server())) { // and with it what this look was content not to see
                look = sql.look(connection, 0, after, Long.MAX_VALUE, limit);
            }
            checkIsolation(look.isolation());
            took = look.took();
            FenceState now = turn ? before.after(look) : before.on(look.server());
            if (watch.keep(before, now)) {
                stalls.saw(connection, now, look.at());
            }
            return concluded(connection, look, now, after, upTo, limit);
        } finally {
            if (turn) {
                watch.pace().ended(took);
            }
        }
    }

    private FenceStep concluded(
            Connection connection, FenceLook look, FenceState now, long after, long upTo, int limit) {
        boolean own = look.own() != null;
        long bound = own && look.holders().isEmpty() ? beforeOwn(connection, look, now) : now.proven();
        List<StoredEvent> rows = bound > upTo
                ? sql.look(connection, FenceSql.NEVER, after, bound, limit).rows()
                : look.upTo(bound);
        Fence pending = now.pending();
        boolean waiting =
                pending != null && Duration.between(pending.since(), look.at()).compareTo(FenceFeed.PATIENCE) < 0;
        return new FenceStep(rows, bound, look.newest(), own, waiting, look.at());
    }

    /** Everybody else has ended, so that nothing is missing before the first event of our own. */
    private long beforeOwn(Connection connection, FenceLook look, FenceState now) {
        long first = Jdbc.query(connection, row -> row.getLong(1), mayBeOwn, now.proven())
                .get(0);
        return Math.max(now.proven(), Math.min(look.newest(), first - 1));
    }

    private static void checkIsolation(String isolation) {
        if (!isolation.startsWith("read ")) {
            throw new IllegalStateException(
                    "The feed was read in a transaction at %s, whose snapshot is older than the".formatted(isolation)
                            + " locks that are looked at, so that events would be lost. Read it at READ COMMITTED, or outside of"
                            + " the transaction.");
        }
    }
}
