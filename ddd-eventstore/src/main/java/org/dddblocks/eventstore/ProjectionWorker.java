package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dddblocks.eventstore.ProjectionStatus.State;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.spi.Lease;
import org.dddblocks.persistence.spi.LeaseKeeper;
import org.dddblocks.persistence.spi.LeaseLostException;
import org.dddblocks.persistence.spi.Leases;
import org.dddblocks.persistence.spi.WakeUps;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread of one projection does: get the lease, read the feed, apply it in transactions that are fenced by the
 * lease, wait for more.
 *
 * <p>The feed is read before the transaction, which then finds the checkpoint where the reading began or gives up its work:
 * so a transaction holds its connection and its locks for the handlers only.
 */
final class ProjectionWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionEngine.class);
    private static final long UNKNOWN = -1;
    private static final long EAGER = Duration.ofMillis(10).toNanos();
    private static final long LONG = Duration.ofMinutes(1).toNanos();
    private static final long SAMPLE_EVERY = Duration.ofSeconds(1).toNanos();

    private final Projection projection;
    private final String name;
    private final PoisonPolicy policy;
    private final ProjectionConfig config;
    private final Database database;
    private final Applier applier;
    private final Leases leases;
    private final LeaseKeeper keeper;
    private final Progress progress;
    private final Report report;
    private final Semaphore signals = new Semaphore(0);
    private final AtomicBoolean news = new AtomicBoolean();
    private final AtomicBoolean resumed = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile @Nullable Lease lease;
    private long position = UNKNOWN;
    private long pausedUntil = System.nanoTime();
    private long sampledAt = System.nanoTime() - SAMPLE_EVERY;
    private long eager;
    /** Up to here events go one by one, because a transaction of several failed and nobody knows by which. */
    private long aloneUntil;

    private long failingAt;
    private int failures;
    private int troubles;

    ProjectionWorker(
            Projections projections,
            Projection projection,
            PoisonPolicy policy,
            ProjectionConfig config,
            Leases leases,
            LeaseKeeper keeper) {
        this.projection = projection;
        this.name = projection.name();
        this.policy = policy;
        this.config = config;
        this.database = projections.database();
        this.applier = projections.applier();
        this.leases = leases;
        this.keeper = keeper;
        this.progress = new Progress(name);
        this.report = new Report(progress, config.metrics(), LOG);
        this.eager = config.pollEvery().toNanos();
    }

    ProjectionStatus status() {
        return progress.status();
    }

    String name() {
        return name;
    }

    /** Any thread: apply what is under way, then end. */
    void close() {
        closing = true;
        signals.release();
    }

    /** Any thread: whatever still runs may not commit any more. */
    void abandon() {
        abandoned = true;
        Lease held = lease;
        if (held != null) {
            keeper.forget(held);
        }
        progress.trouble(State.CLOSED, "It did not end within closeTimeout; its transaction will be rolled back.");
    }

    /** Any thread: try again at once, also after a stop. */
    void resume() {
        resumed.set(true);
        signals.release();
    }

    @Override
    public void run() {
        String signal = JdbcEventStore.feedSignal(database);
        WakeUps.Listener appended = database.wakeUps().listen(signal, this::wake);
        while (!closing) {
            pause(survived());
        }
        appended.close();
        end();
    }

    private void wake() {
        news.set(true);
        signals.release();
    }

    private void pause(long nanos) {
        try {
            if (nanos > 0 && !closing && signals.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException e) { // only close ends this thread
            LOG.debug("The thread of projection {} was interrupted and goes on.", name, e);
        }
    }

    /** A thread that ends silently would leave the read model to grow old without a word. */
    private long survived() {
        try {
            return turn();
        } catch (LeaseLostException e) {
            return lost(e);
        } catch (Throwable e) {
            return troubled(e);
        }
    }

    /** How long to wait before the next turn, in nanoseconds. */
    private long turn() {
        if (resumed.getAndSet(false)) {
            begin();
        }
        long paused = pausedUntil - System.nanoTime();
        if (paused > 0) {
            return paused;
        }
        if (progress.state() == State.STOPPED) {
            return LONG;
        }
        if (!active()) {
            progress.state(State.STANDBY);
            return pausedFor(config.pollEvery());
        }
        if (position == UNKNOWN) {
            position = applier.position(name);
            progress.beginsAt(position);
            sample();
        }
        return batch();
    }

    private void begin() {
        pausedUntil = System.nanoTime();
        position = UNKNOWN;
        failingAt = 0;
        failures = 0;
        troubles = 0;
        progress.state(State.STANDBY);
    }

    private long pausedFor(Duration pause) {
        pausedUntil = System.nanoTime() + pause.toNanos();
        return pause.toNanos();
    }

    private boolean active() {
        Lease held = lease;
        if (held != null && keeper.holds(held)) {
            return true;
        }
        if (held != null) {
            keeper.forget(held);
            lease = null;
        }
        keeper.acquire("projection/" + name, config.lease()).ifPresent(taken -> {
            LOG.info("Projection {} runs at this node now ({}).", name, taken);
            lease = taken;
            position = UNKNOWN;
        });
        return lease != null;
    }

    private long lost(LeaseLostException e) {
        LOG.warn("Projection {}: {}", name, e.getMessage());
        Lease held = lease;
        if (held != null) {
            keeper.forget(held);
        }
        lease = null;
        progress.state(State.STANDBY);
        return pausedFor(config.pollEvery());
    }

    private long batch() {
        FeedPage page;
        try {
            page = applier.read(projection, position, position < aloneUntil ? 1 : config.batchSize());
        } catch (UnreadableEventException e) {
            return poisoned(Poison.of(e));
        }
        if (page.position() == position) {
            return idle();
        }
        return apply(page);
    }

    private long idle() {
        troubles = 0;
        if (failures == 0) {
            progress.caughtUp();
            report.live();
        }
        // A wake-up may come before the feed shows what it is about: look again soon, then as seldom as usual.
        eager = news.getAndSet(false) ? EAGER : Math.min(config.pollEvery().toNanos(), eager * 2);
        return Math.min(eager, config.pollEvery().toNanos());
    }

    private long apply(FeedPage page) {
        forgetFailureThatIsGone(page);
        long before = failures == 0 ? Long.MAX_VALUE : failingAt + 1;
        Batch batch = new Batch(progress, () -> closing, config);
        long to;
        try {
            to = transaction(page, before, batch);
        } catch (ProjectionStoppedException e) {
            return poisoned(page, Poison.of(e));
        } catch (LeaseLostException e) {
            throw e;
        } catch (RuntimeException e) {
            if (batch.stored() == 0 || Failures.passing(e)) {
                throw e;
            }
            return failedAsAWhole(page, batch, e);
        } finally {
            progress.handling(false);
        }
        committed(batch, to); // whatever fails from here on is no event's fault
        return 0;
    }

    /** The stream of the failing event was deleted: who goes on stopping before it would never get past its place. */
    private void forgetFailureThatIsGone(FeedPage page) {
        boolean reached = page.position() >= failingAt;
        if (reached && page.entries().stream().noneMatch(entry -> entry.position() == failingAt)) {
            failures = 0;
        }
    }

    private long transaction(FeedPage page, long before, Batch batch) {
        long from = position;
        return leases.call(requireNonNull(lease), () -> {
            try {
                long to = applier.advance(projection, page, from, before, batch);
                checkNotAbandoned();
                return to;
            } finally {
                Batch.forgetInterrupt();
            }
        });
    }

    private void checkNotAbandoned() {
        if (abandoned) {
            throw new IllegalStateException(
                    "Projection " + name + " was closed before this transaction ended; it is rolled back.");
        }
    }

    private void committed(Batch batch, long to) {
        troubles = 0;
        if (to < position) {
            progress.beginsAt(to); // somebody rebuilds it
        } else {
            progress.advanced(to, batch.applied(), batch.recordedAt());
        }
        position = to;
        if (failures > 0 && to >= failingAt) {
            failures = 0;
        }
        if (failures == 0) {
            progress.state(State.CATCHING_UP);
        }
        batch.passedOver().forEach(report::setAside);
        if (System.nanoTime() - sampledAt > SAMPLE_EVERY) {
            sample();
        }
        report.progress();
    }

    private void sample() {
        sampledAt = System.nanoTime();
        database.transactions().run(() -> progress.sampled(applier.feed().newestPosition(), database.now()));
    }

    /** A rule that the database checks at the commit, or a failure that a handler swallowed: which event was it? */
    private long failedAsAWhole(FeedPage page, Batch batch, RuntimeException e) {
        if (batch.stored() > 1) {
            aloneUntil = page.position();
            return 0;
        }
        var last = requireNonNull(batch.last());
        return poisoned(Poison.of(new ProjectionStoppedException(name, last.position(), last.envelope(), e)));
    }

    private long poisoned(FeedPage page, Poison poison) {
        boolean closed = closing && poison.cause() instanceof InterruptedException;
        if (closed || Failures.passing(poison.cause())) {
            return troubled(poison.cause());
        }
        long last = lastBefore(page, poison);
        if (position < last) {
            Batch prefix = new Batch(progress, () -> closing, config);
            long to;
            try {
                to = transaction(page, poison.position(), prefix);
            } catch (LeaseLostException e) {
                throw e;
            } catch (RuntimeException e) {
                return failedBefore(page, e);
            }
            committed(prefix, to);
            if (to != last) {
                return 0; // it took too long, or is closing: nobody may pass over what was left out
            }
        }
        return poisoned(poison);
    }

    /** The place of the last event of a page before the one that fails; where the page was read from if there is none. */
    private long lastBefore(FeedPage page, Poison poison) {
        long last = position;
        for (FeedEntry entry : page.entries()) {
            if (entry.position() < poison.position()) {
                last = entry.position();
            }
        }
        return last;
    }

    /** On PostgreSQL an error that a handler swallowed makes the next event fail: which one was it? */
    private long failedBefore(FeedPage page, RuntimeException e) {
        if (Failures.passing(e)) {
            throw e;
        }
        aloneUntil = page.position();
        return 0;
    }

    private long poisoned(Poison poison) {
        failures = failingAt == poison.position() ? failures + 1 : 1;
        failingAt = poison.position();
        if (poison.readable() && failures <= config.retries()) {
            progress.trouble(State.RETRYING, "It fails at " + poison + ": " + SetAsideTable.reason(poison.cause()));
            report.retrying(poison, failures, config.retries());
            return pausedFor(Failures.pause(failures, config));
        }
        return policy == PoisonPolicy.STOP ? stopped(poison) : passedOver(poison);
    }

    /** The lease is given back: a node with other code may know what to do. */
    private long stopped(Poison poison) {
        progress.trouble(State.STOPPED, "It stands before " + poison + ": " + SetAsideTable.reason(poison.cause()));
        report.stopped(poison);
        giveBack();
        return LONG;
    }

    private long passedOver(Poison poison) {
        SetAsideEvent event = poison.setAside(name, poison.how(policy), database.now());
        long from = position;
        long to = leases.call(requireNonNull(lease), () -> {
            long stands = applier.passOver(event, from);
            checkNotAbandoned();
            return stands;
        });
        failures = 0;
        position = to;
        progress.advanced(Math.max(to, from), 0, null);
        progress.state(State.CATCHING_UP);
        report.setAside(event, poison.cause());
        return 0;
    }

    private long troubled(Throwable trouble) {
        position = UNKNOWN;
        if (closing) {
            LOG.debug("Projection {} was interrupted by its close.", name, trouble);
            return 0;
        }
        troubles++;
        progress.trouble(State.RETRYING, "It cannot work: " + SetAsideTable.reason(trouble));
        report.troubled(trouble, troubles);
        if (trouble instanceof Error) {
            giveWay();
        }
        return pausedFor(Failures.pause(troubles, config));
    }

    /** Another node may have the memory or the code that this one lacks; if there is none, this one goes on trying. */
    private void giveWay() {
        try {
            giveBack();
        } catch (RuntimeException | Error e) {
            LOG.debug("The lease of projection {} could not be given back; it expires.", name, e);
        }
    }

    private void giveBack() {
        Lease held = lease;
        lease = null;
        position = UNKNOWN;
        if (held != null) {
            keeper.release(held);
        }
    }

    private void end() {
        try {
            if (!abandoned) {
                giveBack();
                progress.state(State.CLOSED);
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "The lease of projection {} could not be given back; it expires after {}.",
                    name,
                    config.lease(),
                    e);
        }
    }
}
