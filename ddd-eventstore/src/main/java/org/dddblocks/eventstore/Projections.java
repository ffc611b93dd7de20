package org.dddblocks.eventstore;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.FeedSource;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;

/**
 * Brings projections up to date with a feed when asked to, and tells how far they are; a {@link ProjectionEngine} brings
 * them up to date all the time, in the background.
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

    private final Database database;
    private final Transactions transactions;
    private final Applier applier;
    private final Waiting waiting;

    private Projections(Database database, FeedSource feed) {
        this.database = database;
        this.transactions = database.transactions();
        this.applier = new Applier(database, feed);
        this.waiting = new Waiting(database, applier);
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
        long position = position(projection.name());
        FeedPage page = applier.read(projection, position, BATCH);
        while (page.position() != position) {
            position = step(projection, page, position);
            page = applier.read(projection, position, BATCH);
        }
        return position;
    }

    private long step(Projection projection, FeedPage page, long from) {
        try {
            return advance(projection, page, from, Long.MAX_VALUE);
        } catch (ProjectionStoppedException e) {
            return prefix(projection, page, from, e);
        } catch (RuntimeException e) { // a rule that the database checks at the commit, or an error that was swallowed
            return singly(projection, page, from, e);
        }
    }

    private long advance(Projection projection, FeedPage page, long from, long before) {
        return transactions.call(() -> applier.advance(projection, page, from, before, Pace.STEADY));
    }

    /** What came before it in the batch that was rolled back. On PostgreSQL, an error swallowed there makes it fail here. */
    private long prefix(Projection projection, FeedPage page, long from, ProjectionStoppedException failed) {
        try {
            advance(projection, page, from, failed.position());
        } catch (RuntimeException e) {
            return singly(projection, page, from, e);
        }
        throw failed;
    }

    /** Nobody knows which event it is: the one that fails alone. */
    private long singly(Projection projection, FeedPage page, long from, RuntimeException failed) {
        if (page.entries().isEmpty() || Failures.passing(failed)) {
            throw failed;
        }
        long position = from;
        for (FeedPage one : alone(page)) {
            FeedEntry event = one.entries().get(0);
            long stands;
            try {
                stands = advance(projection, one, position, Long.MAX_VALUE);
            } catch (ProjectionStoppedException e) {
                throw e;
            } catch (RuntimeException e) {
                throw Failures.passing(e)
                        ? e
                        : new ProjectionStoppedException(projection.name(), event.position(), event.envelope(), e);
            }
            if (stands != one.position()) {
                return stands; // another runner was there
            }
            position = stands;
        }
        return position;
    }

    /** A page for each stored event, with all its parts. */
    private static List<FeedPage> alone(FeedPage page) {
        Map<Long, List<FeedEntry>> events = new LinkedHashMap<>();
        page.entries()
                .forEach(entry -> events.computeIfAbsent(entry.position(), any -> new ArrayList<>())
                        .add(entry));
        return events.entrySet().stream()
                .map(event -> new FeedPage(event.getValue(), event.getKey()))
                .toList();
    }

    /**
     * Empties the read model and applies all events again, in one transaction: until its commit everybody else sees the
     * old read model, and if it fails the old one stays. (Unless {@link Projection#reset} uses a statement with which the
     * database commits, as H2 does with TRUNCATE: then a rebuild that fails leaves what it had, and the next
     * {@link #catchUp} builds the rest.) Events that were {@linkplain #setAside set aside} are applied again as well.
     * While it runs, whoever else runs this projection waits, on whichever node.
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
            FeedPage page = applier.read(projection, position, BATCH);
            while (page.position() > position) {
                position = applier.apply(projection, page, position, Long.MAX_VALUE, Pace.STEADY);
                page = applier.read(projection, position, BATCH);
            }
            applier.move(projection.name(), position);
            return position;
        });
    }

    /**
     * A TRUNCATE in the reset commits on H2 and gives up the lock: the checkpoint goes back before it, so that both are
     * emptied together, and is locked again after it, where another runner may have applied events already.
     */
    private long emptied(Projection projection) {
        Connection connection = transactions.connection();
        applier.checkpoints().lock(connection, projection.name());
        applier.checkpoints().move(connection, projection.name(), 0);
        applier.setAside().forget(connection, projection.name());
        reset(projection);
        return applier.checkpoints().lock(connection, projection.name());
    }

    /**
     * How far a projection has come.
     *
     * @param projection its name
     * @return the position of the last event that is applied, 0 if there is none
     */
    public long position(String projection) {
        Limits.projection(projection);
        return applier.position(projection);
    }

    /**
     * Waits until a projection has applied the feed up to a position, by whichever runner on whichever node.
     *
     * @param projection its name
     * @param position such as {@link FeedSource#newestPosition} gave it
     * @param timeout how long to wait at most, 0 to 365 days
     * @return where it stands now: at the position or further
     * @throws ProjectionBehindException if the time is up
     * @throws InterruptedException if the waiting thread is asked to stop
     * @throws IllegalStateException inside a transaction, whose own events nobody can have applied
     */
    public long awaitPosition(String projection, long position, Duration timeout) throws InterruptedException {
        Limits.projection(projection);
        Limits.position(position, "to wait for");
        Limits.timeout(timeout, "for projection " + projection);
        outside("awaitPosition", "see what others commit");
        return waiting.until(projection, timeout, () -> OptionalLong.of(position), "feed position " + position);
    }

    /**
     * Waits until a projection has applied an event of a stream, such as the last of one's own append, so that one reads
     * what one wrote. (What was {@linkplain #setAside set aside} counts as applied.)
     *
     * <pre>{@code
     * Appended appended = store.append(order, 0, List.of(placed));
     * projections.awaitApplied("open-lines", order, appended.version(), Duration.ofSeconds(5));
     * }</pre>
     *
     * @param projection its name
     * @param stream which stream of the feed these projections are built from
     * @param version the version to wait for, from 1
     * @param timeout how long to wait at most, for its commit too, 0 to 365 days
     * @return where the projection stands now
     * @throws ProjectionBehindException if the time is up
     * @throws InterruptedException if the waiting thread is asked to stop
     * @throws IllegalStateException inside a transaction, whose own events nobody can have applied
     */
    public long awaitApplied(String projection, StreamId stream, long version, Duration timeout)
            throws InterruptedException {
        Limits.projection(projection);
        Limits.given(stream, "The stream");
        Limits.waitedFor(stream, version);
        Limits.timeout(timeout, "for projection " + projection);
        outside("awaitApplied", "see what others commit");
        String wanted = "event " + version + " of " + stream;
        return waiting.until(projection, timeout, () -> applier.feed().positionOf(stream, version), wanted);
    }

    /**
     * The events that a projection passed over, in the feed's order: its read model does not show them. A rebuild
     * begins with an empty list.
     *
     * @param projection its name
     * @param afterPosition the last position seen, 0 for the beginning
     * @param limit how many at most, 1 to 10,000
     * @return the events, named
     */
    public List<SetAsideEvent> setAside(String projection, long afterPosition, int limit) {
        Limits.projection(projection);
        Limits.feed(afterPosition, limit);
        return transactions.call(
                () -> applier.setAside().list(transactions.connection(), projection, afterPosition, limit));
    }

    Database database() {
        return database;
    }

    Applier applier() {
        return applier;
    }

    private void reset(Projection projection) {
        try {
            projection.reset(transactions.connection());
        } catch (Exception e) {
            Applier.keepInterrupt(e);
            throw new PersistenceException(
                    "The read model of projection %s could not be emptied, so it is not rebuilt and stays as it is. Mend"
                                    .formatted(projection.name())
                            + " Projection.reset: " + e.getClass().getSimpleName() + ".",
                    Applier.withoutValues(e));
        }
    }

    private void check(Projection projection, String called) {
        Limits.projection(Limits.given(projection, "The projection").name());
        outside(called, "commit its checkpoint");
    }

    private void outside(String called, String purpose) {
        if (transactions.active()) {
            throw new IllegalStateException(
                    "Projections.%s was called inside a transaction, but it needs its own to %s. Call it outside of"
                                    .formatted(called, purpose)
                            + " transactions.run, or in an action given to afterCommit.");
        }
    }
}
