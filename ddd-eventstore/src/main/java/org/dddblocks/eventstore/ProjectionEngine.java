package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.spi.LeaseKeeper;
import org.dddblocks.persistence.spi.Leases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps projections up to date in the background, on any number of nodes.
 *
 * <p><b>Promise.</b> Each projection is applied by one node at a time; if that one dies or is stopped, another takes over
 * within {@link ProjectionConfig#lease} and one {@link ProjectionConfig#pollEvery}. Read model and checkpoint change in one
 * transaction, whose last statement is fenced: a node that was paused past its lease commits nothing any more. No
 * event is applied twice or left out; what was passed over because it fails is listed by {@link Projections#setAside}.
 * <b>Failure.</b> A failing event is tried again alone, after growing pauses, then {@link PoisonPolicy} decides; what came
 * before it in its batch is kept. An {@code Error} that a handler throws, such as a {@code StackOverflowError}, is the
 * event's as an exception is, unless it says that the process has no memory or lacks code ({@code OutOfMemoryError} and
 * other {@code VirtualMachineError}s, {@code LinkageError}). That, lost connections and deadlocks are logged, shown by
 * {@link #health} and tried again for ever, the batch as a whole; no event is given up for them. After an {@code Error} of
 * the process the lease is given back, so that another node may take over.
 * <b>Threads.</b> One daemon for each projection and one that renews leases; all methods may be called from any thread.
 * A pool of one connection is enough.
 *
 * <pre>{@code
 * Projections projections = Projections.on(database, store);
 * try (ProjectionEngine engine = ProjectionEngine.with(projections, ProjectionConfig.builder().build())
 *         .add(openLines)
 *         .add(statistics, PoisonPolicy.SKIP)) {
 *     engine.start();
 *     Thread.currentThread().join(); // until the process is asked to end
 * }
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/bliki/CQRS.html">Fowler, CQRS</a>
 */
public final class ProjectionEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionEngine.class);
    private static final AtomicInteger ENGINES = new AtomicInteger();

    private final Projections projections;
    private final ProjectionConfig config;
    private final Leases leases;
    private final List<Registered> registered = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();
    private @Nullable LeaseKeeper keeper;
    private boolean closed;

    private ProjectionEngine(Projections projections, ProjectionConfig config, Leases leases) {
        this.projections = projections;
        this.config = config;
        this.leases = leases;
    }

    /**
     * Describes an engine; it does nothing until {@link #start()}.
     *
     * @param projections over the database that holds the read models ({@link JdbcEventStore#schema()} and
     *     {@link #schema()} installed), and the feed
     * @param config how it works
     * @return the engine, without projections yet
     */
    public static ProjectionEngine with(Projections projections, ProjectionConfig config) {
        Limits.given(projections, "The Projections of an engine");
        Limits.given(config, "The ProjectionConfig of an engine");
        return new ProjectionEngine(projections, config, Leases.on(projections.database()));
    }

    /**
     * The table of the leases, which engines need besides {@link JdbcEventStore#schema()}; other modules that use leases
     * share it.
     *
     * @return what {@link org.dddblocks.persistence.Database#install} wants
     */
    public static SchemaText schema() {
        return Leases.schema();
    }

    /**
     * Adds a projection with {@link ProjectionConfig#onPoison}.
     *
     * @param projection to be kept up to date
     * @return this engine
     * @throws IllegalStateException after {@link #start()}
     * @throws IllegalArgumentException if its name is wrong or taken
     */
    public ProjectionEngine add(Projection projection) {
        return add(projection, config.onPoison());
    }

    /**
     * Adds a projection.
     *
     * @param projection to be kept up to date
     * @param onPoison what happens to events that it cannot apply
     * @return this engine
     * @throws IllegalStateException after {@link #start()}
     * @throws IllegalArgumentException if its name is wrong or taken
     */
    public synchronized ProjectionEngine add(Projection projection, PoisonPolicy onPoison) {
        Limits.projection(Limits.given(projection, "The projection").name());
        Limits.given(onPoison, "The poison policy of projection " + projection.name());
        checkNew("add");
        if (registered.stream().anyMatch(other -> other.projection.name().equals(projection.name()))) {
            throw new IllegalArgumentException("Two projections of this engine are named \"" + projection.name()
                    + "\"; each needs a checkpoint of its own. Give one of them another name.");
        }
        registered.add(new Registered(projection, onPoison));
        return this;
    }

    private void checkNew(String called) {
        if (closed || keeper != null) {
            throw new IllegalStateException(
                    "ProjectionEngine.%s was called on an engine that was %s already. Make another"
                                    .formatted(called, closed ? "closed" : "started")
                            + " one with ProjectionEngine.with(…).");
        }
    }

    /**
     * Begins to work, on threads of its own.
     *
     * @throws IllegalStateException if it was started or closed before, or has no projection
     */
    public synchronized void start() {
        checkNew("start");
        if (registered.isEmpty()) {
            throw new IllegalStateException("This engine has no projection. Call add(projection) before start().");
        }
        String threads = "ddd-projections-" + ENGINES.incrementAndGet();
        keeper = LeaseKeeper.start(leases, threads + "-leases");
        for (Registered each : registered) {
            var worker = new ProjectionWorker(projections, each.projection, each.onPoison, config, leases, keeper);
            Thread thread = new Thread(worker, threads + "-" + worker.name());
            thread.setDaemon(true);
            running.add(new Running(worker, thread));
        }
        running.forEach(each -> each.thread.start());
    }

    /**
     * How a projection is getting on at this node.
     *
     * @param projection its name
     * @return a moment's view of it
     * @throws IllegalArgumentException if it was not added, or the engine not started
     */
    public ProjectionStatus status(String projection) {
        return worker(projection).status();
    }

    /**
     * Tries a projection again at once: one that was stopped before an event, after the projection or the data was
     * mended, or one that waits for its next try.
     *
     * @param projection its name
     * @throws IllegalArgumentException if it was not added, or the engine not started
     */
    public void resume(String projection) {
        worker(projection).resume();
    }

    private synchronized ProjectionWorker worker(String projection) {
        return running.stream()
                .map(Running::worker)
                .filter(worker -> worker.name().equals(projection))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The engine runs no projection \"" + projection
                        + "\"; it runs "
                        + running.stream().map(each -> each.worker.name()).toList()
                        + ". Add it before start()."));
    }

    /**
     * Whether the engine can do its work.
     *
     * @return the answer, with the state of each projection
     */
    public synchronized EngineHealth health() {
        List<ProjectionStatus> all = new ArrayList<>();
        boolean healthy = keeper != null && !closed;
        for (Running each : running) {
            ProjectionStatus status = each.worker.status();
            all.add(status);
            healthy &= each.thread.isAlive() && works(status);
        }
        return new EngineHealth(healthy, all);
    }

    private boolean works(ProjectionStatus status) {
        return status.state() != State.RETRYING
                && status.state() != State.STOPPED
                && status.handling().compareTo(config.lease()) <= 0;
    }

    /**
     * Ends the work: transactions under way are finished, leases given back, so that other nodes take over at once. Waits
     * for {@link ProjectionConfig#closeTimeout} at most; a handler that hangs longer is interrupted, and whatever it did
     * is rolled back.
     */
    @Override
    public void close() {
        List<Running> ending;
        LeaseKeeper leaseKeeper;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(running);
            leaseKeeper = keeper;
        }
        ending.forEach(each -> each.worker.close());
        long end = System.nanoTime() + config.closeTimeout().toNanos();
        ending.forEach(each -> each.endBy(end));
        if (leaseKeeper != null) {
            leaseKeeper.close();
        }
    }

    private record Registered(Projection projection, PoisonPolicy onPoison) {}

    private record Running(ProjectionWorker worker, Thread thread) {
        void endBy(long end) {
            try {
                long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                thread.join(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                Duration handling = worker.status().handling();
                worker.abandon();
                thread.interrupt();
                LOG.error(
                        "Projection {} did not end in time, its handler has been busy for {}; it is left behind, and what it"
                                + " does is rolled back.",
                        worker.name(),
                        handling);
            }
        }
    }
}
