package org.dddblocks.testkit;

import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.dddblocks.testkit.WatchedDataSource.Moment;

/**
 * Lets a node die at each call that it makes to the database, and a new node recover, until every call was tried.
 *
 * <p><b>Shape.</b> First the work runs undisturbed, on an empty database of its own, and its calls are counted. Then, for
 * each of them, on another empty database: the physical connections are aborted before that call, and after it too if it is a
 * commit, whose answer is then lost (after any other call, the death is that before the next); every later call of that
 * node fails, its objects are dropped; a new node over the same database does the work again, undisturbed, and the result is
 * checked. A run that did not reach its call fails: nothing was tried there. <b>Work</b> builds its
 * objects itself, over the data source it is given and no other, makes the same calls each time, and ends when everything is
 * done or its node is dead. <b>Threads.</b> For one test at a time; the work may have threads of its own, if it ends them.
 *
 * <pre>{@code
 * int calls = CrashEverywhere.on(databases::emptyDatabase)
 *         .given(database -> appendEvents(database))
 *         .node(database -> catchUp(database)) // builds its objects over this data source
 *         .then(database -> assertThat(rows(database)).isEqualTo(fold))
 *         .run();
 * }</pre>
 */
public final class CrashEverywhere {
    private static final Part NOTHING = database -> {};

    private final Supplier<DataSource> databases;
    private final Part given;
    private final Part node;
    private final Part meanwhile;
    private final Part then;

    private CrashEverywhere(Supplier<DataSource> databases, Part given, Part node, Part meanwhile, Part then) {
        this.databases = databases;
        this.given = given;
        this.node = node;
        this.meanwhile = meanwhile;
        this.then = then;
    }

    /** A part of the test, on a database. */
    @FunctionalInterface
    public interface Part {
        /**
         * Does it.
         *
         * @param database where; connections of it are the only ones to use
         * @throws Exception if it fails
         */
        void on(DataSource database) throws Exception;
    }

    /**
     * Begins a test.
     *
     * @param emptyDatabases another database without tables on each call, such as {@link EmptyDatabase#emptyDatabase}
     * @return what to say next: {@link #given} or {@link #node}
     */
    public static CrashEverywhere on(Supplier<DataSource> emptyDatabases) {
        return new CrashEverywhere(emptyDatabases, NOTHING, NOTHING, NOTHING, NOTHING);
    }

    /**
     * What is there before the node begins; never disturbed.
     *
     * @param part such as installing the schema and appending events
     * @return a copy
     */
    public CrashEverywhere given(Part part) {
        return new CrashEverywhere(databases, part, node, meanwhile, then);
    }

    /**
     * What the node does that dies, and then the one that recovers.
     *
     * @param part builds its objects anew, and makes at least one call
     * @return a copy
     */
    public CrashEverywhere node(Part part) {
        return new CrashEverywhere(databases, given, part, meanwhile, then);
    }

    /**
     * What happens between a death and the recovery, such as that the dead node's lease expires.
     *
     * @param part never disturbed
     * @return a copy
     */
    public CrashEverywhere meanwhile(Part part) {
        return new CrashEverywhere(databases, given, node, part, then);
    }

    /**
     * What holds in the end, whenever the first node died.
     *
     * @param part throws if it does not hold
     * @return a copy
     */
    public CrashEverywhere then(Part part) {
        return new CrashEverywhere(databases, given, node, meanwhile, part);
    }

    /**
     * Runs the work once undisturbed, and disturbed at each of its calls.
     *
     * @return how many calls the undisturbed work made
     * @throws AssertionError if a node does not recover, the result is wrong, or a call was not reached; with the call
     */
    public int run() {
        List<String> calls = undisturbed();
        if (calls.isEmpty()) {
            throw new AssertionError("The node made no call to its data source, so there was nothing to try. Let it use"
                    + " the data source that it is given.");
        }
        for (int call = 1; call <= calls.size(); call++) {
            crash(call, Moment.BEFORE, calls);
            if (calls.get(call - 1).equals("commit")) {
                crash(call, Moment.AFTER, calls);
            }
        }
        return calls.size();
    }

    private List<String> undisturbed() {
        DataSource database = databases.get();
        WatchedDataSource watched = WatchedDataSource.over(database);
        part("The preparation failed", given, database);
        part("The undisturbed node failed", node, watched);
        part("The result is wrong although nothing was disturbed", then, database);
        return watched.calls();
    }

    private void crash(int call, Moment moment, List<String> calls) {
        String place = "call %d of %d, %s: %s".formatted(call, calls.size(), moment, calls.get(call - 1));
        DataSource database = databases.get();
        part("The preparation failed", given, database);
        WatchedDataSource dying = WatchedDataSource.over(database);
        dying.breakAt(call, moment);
        try {
            node.on(dying);
        } catch (Throwable death) {
            if (!dying.isBroken()) {
                throw new AssertionError("The node failed before it was disturbed at " + place, death);
            }
        }
        if (!dying.isBroken()) {
            throw new AssertionError("The node ended without reaching " + place + ", so nothing was tried there. Let it"
                    + " make the same calls each time.");
        }
        part("What was to happen meanwhile failed", meanwhile, database);
        part("No new node recovered after a crash at " + place, node, WatchedDataSource.over(database));
        part("The result is wrong after a crash at " + place, then, database);
    }

    private static void part(String failure, Part part, DataSource database) {
        try {
            part.on(database);
        } catch (Throwable e) {
            throw new AssertionError(failure + ": " + e, e);
        }
    }
}
