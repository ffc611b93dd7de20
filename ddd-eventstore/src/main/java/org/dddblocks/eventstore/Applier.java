package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.FeedSource;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.SafeSql;
import org.dddblocks.persistence.spi.WakeUps;

/** Reads the feed, applies it, and moves the checkpoint in the same transaction: what all runs of projections share. */
final class Applier {
    private final Transactions transactions;
    private final WakeUps wakeUps;
    private final String signal;
    private final FeedSource feed;
    private final Checkpoints checkpoints;
    private final SetAsideTable setAside;

    Applier(Database database, FeedSource feed) {
        this.transactions = database.transactions();
        this.wakeUps = database.wakeUps();
        this.signal = database.table("checkpoint") + "/";
        this.feed = feed;
        this.checkpoints = new Checkpoints(database);
        this.setAside = new SetAsideTable(database);
    }

    FeedSource feed() {
        return feed;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    SetAsideTable setAside() {
        return setAside;
    }

    /** The name under which each move of a checkpoint is signalled. */
    String signal(String projection) {
        return signal + projection;
    }

    FeedPage read(Projection projection, long after, int limit) {
        return projection.events().isEmpty()
                ? feed.readFeed(after, limit)
                : feed.readFeed(after, limit, projection.events());
    }

    /**
     * Applies what was read, in the current transaction, unless another runner has moved the checkpoint meanwhile.
     *
     * @param from where the page was read from
     * @param before the position to stop before
     * @return where the checkpoint stands now
     */
    long advance(Projection projection, FeedPage page, long from, long before, Pace pace) {
        Connection connection = transactions.connection();
        long stands = checkpoints.lock(connection, projection.name());
        if (stands != from) {
            return stands;
        }
        long position = apply(projection, page, from, before, pace);
        if (position != from) {
            move(projection.name(), position);
        }
        return position;
    }

    long position(String projection) {
        return transactions.call(() ->
                checkpoints.position(transactions.connection(), projection).orElse(0L));
    }

    void move(String projection, long position) {
        checkpoints.move(transactions.connection(), projection, position);
        wakeUps.signal(signal(projection));
    }

    /** Like {@link #advance}, but passes over one event instead of applying it. */
    long passOver(SetAsideEvent event, long from) {
        Connection connection = transactions.connection();
        long stands = checkpoints.lock(connection, event.projection());
        if (stands != from) {
            return stands;
        }
        setAside.insert(connection, event);
        move(event.projection(), event.position());
        return event.position();
    }

    /** In a transaction that holds the checkpoint. The parts of one stored event are applied together or not at all. */
    long apply(Projection projection, FeedPage page, long from, long before, Pace pace) {
        if (page.entries().isEmpty()) {
            return page.position();
        }
        Connection connection = transactions.connection();
        Set<StreamId> parked = setAside.parkedStreams(connection, projection.name());
        long position = from;
        for (FeedEntry entry : page.entries()) {
            boolean begins = entry.position() > position;
            if (entry.position() >= before || begins && !pace.goesOn(entry)) {
                return position;
            }
            if (!parked.contains(entry.envelope().stream())) {
                handle(projection, entry);
                pace.applied(entry);
            } else if (begins) {
                pace.passedOver(setAside.behind(connection, projection.name(), entry.position(), entry.envelope()));
            }
            position = entry.position();
        }
        return page.position();
    }

    private void handle(Projection projection, FeedEntry entry) {
        try {
            projection.on(entry, transactions.connection());
        } catch (Exception e) {
            keepInterrupt(e);
            throw stopped(projection, entry, withoutValues(e));
        } catch (Error e) {
            if (Failures.ofTheProcess(e)) {
                throw e;
            }
            throw stopped(projection, entry, e);
        }
    }

    private static ProjectionStoppedException stopped(Projection projection, FeedEntry entry, Throwable cause) {
        return new ProjectionStoppedException(projection.name(), entry.position(), entry.envelope(), cause);
    }

    /** Drivers quote stored values, which may be personal. */
    static Exception withoutValues(Exception e) {
        return e instanceof SQLException thrown ? SafeSql.withoutValues(thrown) : e;
    }

    static void keepInterrupt(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }
}
