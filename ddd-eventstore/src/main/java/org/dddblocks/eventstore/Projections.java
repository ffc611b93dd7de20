package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.FeedSource;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.SafeSql;

/**
 * Brings projections up to date with a feed.
 *
 * <p><b>Promise.</b> The read model and the checkpoint change in one transaction, which holds the checkpoint's row from its
 * first statement on: of several runners, in one process or many, one works and the others wait, and no event is applied
 * twice or left out. After a crash the next run continues where the last commit was. <b>Failure.</b> An event that cannot be
 * read or applied is not skipped: the projection stands before it and says so. <b>Threads.</b> Safe for many threads.
 *
 * <pre>{@code
 * Projections projections = Projections.on(database, store);
 * projections.catchUp(openLines);      // up to the newest event
 * projections.rebuild(openLines);      // from the first event, in one transaction
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/bliki/CQRS.html">Fowler, CQRS</a>
 */
public final class Projections {
    private static final int BATCH = 256;

    private final Transactions transactions;
    private final FeedSource feed;
    private final Checkpoints checkpoints;

    private Projections(Database database, FeedSource feed) {
        this.transactions = database.transactions();
        this.feed = feed;
        this.checkpoints = new Checkpoints(database);
    }

    /**
     * Makes a runner.
     *
     * @param database holds the read models, and the checkpoints in a table of {@link JdbcEventStore#schema()}
     * @param feed what they are built from
     * @return the runner
     */
    public static Projections on(Database database, FeedSource feed) {
        return new Projections(
                Limits.given(database, "The Database of projections"), Limits.given(feed, "The feed of projections"));
    }

    /**
     * Applies all events that are new, in batches of one transaction each.
     *
     * @param projection what to bring up to date
     * @return the position of the last event that is applied, 0 if there is none
     * @throws ProjectionStoppedException if it cannot apply an event; all events before that one are applied
     * @throws UnreadableEventException if the next event cannot be read; all events before it are applied
     * @throws IllegalStateException inside a transaction, because it needs its own
     */
    public long catchUp(Projection projection) {
        check(projection, "catchUp");
        try {
            long position = -1;
            for (long next = step(projection, Long.MAX_VALUE);
                    next != position;
                    next = step(projection, Long.MAX_VALUE)) {
                position = next;
            }
            return position;
        } catch (ProjectionStoppedException e) {
            step(projection, e.position()); // what came before it in the batch that was rolled back
            throw e;
        }
    }

    /**
     * Empties the read model and applies all events again, in one transaction: until its commit everybody else sees the
     * old read model, and if it fails the old one stays. (Unless {@link Projection#reset} uses a statement with which the
     * database commits, as H2 does with TRUNCATE: then a rebuild that fails leaves what it had, and the next
     * {@link #catchUp} builds the rest.)
     *
     * @param projection what to build again
     * @return the position of the last event that is applied, 0 if there is none
     * @throws ProjectionStoppedException if it cannot apply an event; nothing is changed
     * @throws UnreadableEventException if an event cannot be read; nothing is changed
     * @throws IllegalStateException inside a transaction, because it needs its own
     */
    public long rebuild(Projection projection) {
        check(projection, "rebuild");
        return transactions.call(() -> {
            long position = emptied(projection);
            FeedPage page = feed.readFeed(position, BATCH);
            while (page.position() > position) {
                position = apply(projection, page, position, Long.MAX_VALUE);
                page = feed.readFeed(position, BATCH);
            }
            checkpoints.move(transactions.connection(), projection.name(), position);
            return position;
        });
    }

    /**
     * A TRUNCATE in the reset commits on H2 and gives up the lock: the checkpoint goes back before it, so that both are
     * emptied together, and is locked again after it, where another runner may have applied events already.
     */
    private long emptied(Projection projection) {
        Connection connection = transactions.connection();
        checkpoints.lock(connection, projection.name());
        checkpoints.move(connection, projection.name(), 0);
        reset(projection);
        return checkpoints.lock(connection, projection.name());
    }

    /**
     * How far a projection has come.
     *
     * @param projection its name
     * @return the position of the last event that is applied, 0 if there is none
     */
    public long position(String projection) {
        Limits.projection(projection);
        return transactions.call(() ->
                checkpoints.position(transactions.connection(), projection).orElse(0L));
    }

    /** One batch in one transaction, of events before a position. */
    private long step(Projection projection, long before) {
        return transactions.call(() -> {
            long from = checkpoints.lock(transactions.connection(), projection.name());
            long position = apply(projection, feed.readFeed(from, BATCH), from, before);
            if (position > from) {
                checkpoints.move(transactions.connection(), projection.name(), position);
            }
            return position;
        });
    }

    private long apply(Projection projection, FeedPage page, long from, long before) {
        long position = from;
        for (FeedEntry entry : page.entries()) {
            if (entry.position() >= before) {
                return position;
            }
            apply(projection, entry);
            position = entry.position();
        }
        return page.position();
    }

    private void apply(Projection projection, FeedEntry entry) {
        try {
            projection.on(entry, transactions.connection());
        } catch (Exception e) {
            keepInterrupt(e);
            EventEnvelope<?> event = entry.envelope();
            String what = event.typeName() + ", event " + event.version() + " of " + event.stream();
            throw new ProjectionStoppedException(projection.name(), entry.position(), what, withoutValues(e));
        }
    }

    private void reset(Projection projection) {
        try {
            projection.reset(transactions.connection());
        } catch (Exception e) {
            keepInterrupt(e);
            throw new PersistenceException(
                    "The read model of projection %s could not be emptied, so it is not rebuilt and stays as it is. Mend"
                                    .formatted(projection.name())
                            + " Projection.reset: " + e.getClass().getSimpleName() + ".",
                    withoutValues(e));
        }
    }

    /** Drivers quote stored values, which may be personal. */
    private static Exception withoutValues(Exception e) {
        return e instanceof SQLException thrown ? SafeSql.withoutValues(thrown) : e;
    }

    private static void keepInterrupt(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(Projection projection, String called) {
        Limits.projection(Limits.given(projection, "The projection").name());
        if (transactions.active()) {
            throw new IllegalStateException(
                    "Projections.%s was called inside a transaction, but it needs its own to commit its checkpoint. Call it"
                                    .formatted(called)
                            + " outside of transactions.run, or in an action given to afterCommit.");
        }
    }
}
