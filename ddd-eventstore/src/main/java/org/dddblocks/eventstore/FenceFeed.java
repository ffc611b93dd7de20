package org.dddblocks.eventstore;

import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;

/**
 * Reads the feed on PostgreSQL, where transactions end in another order than they take their positions. Whoever appends
 * holds a shared lock from before his first position until after his commit; a place in the feed is proven when all who
 * held the lock after it was known have left.
 */
final class FenceFeed implements FeedReader {
    /** How long a read waits for writers who are about to commit, rather than to come back empty-handed. */
    static final Duration PATIENCE = Duration.ofMillis(50);

    private static final Duration HEAD_PATIENCE = Duration.ofSeconds(10);
    private static final long NOTHING = Long.MAX_VALUE - 1;

    /** What all readers of one store in this process share, so that one look serves them all. */
    private static final Map<Transactions, Map<String, FenceWatch>> STORES =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final FenceCheck check;
    private final FenceWatch watch;
    private final FenceLooker looker;
    private final FenceStalls stalls;
    private final Duration headPatience;

    FenceFeed(Database database, FenceStalls stalls) {
        this(database, new FenceSql(database), stalls, watch(database), HEAD_PATIENCE);
    }

    FenceFeed(Database database, FenceSql sql, FenceStalls stalls, FenceWatch watch, Duration headPatience) {
        this.check = new FenceCheck(database);
        this.watch = watch;
        this.stalls = stalls;
        this.looker = new FenceLooker(database, sql, stalls, watch);
        this.headPatience = headPatience;
    }

    private static FenceWatch watch(Database database) {
        return STORES.computeIfAbsent(database.transactions(), any -> new ConcurrentHashMap<>())
                .computeIfAbsent(database.table("event"), any -> new FenceWatch());
    }

    @Override
    public void check(Connection connection) {
        check.run(connection);
    }

    @Override
    public List<StoredEvent> read(Connection connection, long after, int limit) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long seen = watch.pace().begun();
        boolean looked = watch.state().proven() - after < limit && watch.pace().take();
        FenceStep step = looker.step(connection, looked, after, limit);
        while (!step.full(limit) && !step.all()) {
            boolean goOn = step.waiting() && System.nanoTime() - end < 0;
            if (looked && (step.own() || !step.rows().isEmpty() || !goOn)) {
                break;
            }
            boolean turn = watch.pace().await(seen);
            seen = watch.pace().begun();
            looked = true;
            step = looker.step(connection, turn, after, limit);
        }
        return step.rows();
    }

    @Override
    public long head(Connection connection) {
        long end = System.nanoTime() + headPatience.toNanos();
        FenceStep step = look(connection);
        long newest = step.newest();
        while (step.bound() < newest) {
            if (step.own()) {
                throw new IllegalStateException("The head of the feed was asked for in a transaction that has appended:"
                        + " its own events have no place in the feed yet. Ask before the first append, or outside.");
            }
            if (System.nanoTime() - end > 0) {
                throw unknownHead(connection);
            }
            step = look(connection);
        }
        return step.bound();
    }

    private PersistenceException unknownHead(Connection connection) {
        String writers =
                stall(connection).map(stall -> stall.writers().toString()).orElse("unknown ones");
        return new PersistenceException(
                "The head of the feed cannot be told: for %s transactions that append have not ended (%s)."
                                .formatted(headPatience, writers)
                        + " Try again when they have.");
    }

    @Override
    public Optional<FeedStall> stall(Connection connection) {
        FenceStep step = look(connection);
        return stalls.of(connection, watch.state(), step.at());
    }

    private FenceStep look(Connection connection) {
        boolean turn = watch.pace().await(watch.pace().begun());
        return looker.step(connection, turn, NOTHING, 1);
    }
}
