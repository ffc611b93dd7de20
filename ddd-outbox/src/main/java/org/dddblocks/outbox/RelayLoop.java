package org.dddblocks.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.persistence.Database;
import org.slf4j.Logger;

/**
 * What the relay's thread does: it keeps the relay's lease, reads rows of its buckets, lets {@link Traffic} send them, and
 * deletes what was accepted. No transaction is open while messages are on their way.
 *
 * <p>The order of first deliveries does not rest on the lease: a message sets off only after the one before it in its key
 * was accepted, as this relay saw or as its absence from the table tells. Leases keep relays from doing each other's work,
 * and one that was lost only leads to repeated deliveries.
 */
final class RelayLoop implements Runnable {
    /** A delete waits so long for more of its kind, or half a tenth of that while nothing is answered. */
    private static final long NOTE_EVERY = Duration.ofMillis(200).toNanos();

    private static final long QUIET = Duration.ofMillis(10).toNanos();
    private static final Backoff TROUBLE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final Database database;
    private final OutboxTable table;
    private final OutboxConfig config;
    private final QuietLog log;
    private final Runnable changed;
    private final Events events = new Events();
    private final Ledger ledger;
    private final Scan scan = new Scan();
    private final Leased leased;
    private final Traffic traffic;
    private volatile boolean closing;
    private volatile long closeBy;
    private volatile int drainers;
    private boolean readMore;
    private boolean unreadable;
    private boolean hindered;
    private long lastAnswer = System.nanoTime();
    private long lookPause;
    private long nextLook = System.nanoTime();
    private long pausedUntil = System.nanoTime();
    private final AtomicInteger troubles = new AtomicInteger();
    private volatile int buckets;
    private volatile boolean brokerAway;
    private volatile boolean holdsRows;

    RelayLoop(
            Database database,
            Broker broker,
            OutboxConfig config,
            OutboxMetrics metrics,
            String name,
            Logger logger,
            Runnable changed) {
        this.database = database;
        this.table = new OutboxTable(database);
        this.config = config;
        this.log = new QuietLog(logger, System::nanoTime);
        this.changed = changed;
        this.lookPause = config.pollEvery().toNanos();
        NodeTable nodes = new NodeTable(database);
        this.leased = new Leased(nodes, config.lease(), metrics);
        this.ledger = new Ledger(database, table, new Fenced(database, nodes, config.lease()));
        Sender sender = new Sender(broker, name + "-sender", leased::valid, events::landed);
        this.traffic = new Traffic(config, scan, leased, sender, ledger, new Delivered(), log);
    }

    /** Any thread: there may be something to send. */
    void wake() {
        events.wake();
    }

    /** Any thread: somebody begins (1) or ends (-1) to wait for an empty outbox, so deletes do not wait for more. */
    synchronized void drain(int more) {
        drainers += more;
        events.wake();
    }

    /** Any thread: send nothing more, wait until then for answers, end. */
    void close(long by) {
        closeBy = by;
        closing = true;
        events.wake();
    }

    /** Any thread: how many sends were accepted so far. */
    long accepted() {
        return traffic.accepted();
    }

    /** Any thread: whether rows that this relay knows of are still in the outbox, as of its last turn. */
    boolean holdsRows() {
        return holdsRows && !closing;
    }

    /** Any thread. */
    RelayHealth health(boolean running, List<String> haltedTypes) {
        int held = running && leased.valid() ? buckets : 0;
        int inARow = troubles.get();
        boolean healthy = running && inARow == 0 && !brokerAway && haltedTypes.isEmpty();
        return new RelayHealth(healthy, running, held, brokerAway, inARow, haltedTypes);
    }

    @Override
    public void run() {
        while (!closing) {
            try {
                work();
                take(events.await(pause()));
            } catch (Throwable trouble) {
                // Errors and interrupts too: a relay that dies silently would stop every message.
                troubled(trouble);
            }
        }
        try {
            finish();
        } catch (Throwable trouble) {
            log.warn(
                    "close",
                    "The relay could not note its last deliveries, they are repeated: " + Failures.text(trouble));
        }
    }

    private void work() {
        long now = System.nanoTime();
        readMore |= traffic.landOverdue() | traffic.retryDue(now);
        if (now - pausedUntil < 0) {
            return;
        }
        tend(now);
        if (ledger.changesKeys()) {
            note();
        }
        look(now);
        read();
        traffic.depart();
        holdsRows = traffic.holdsRows() || !ledger.isEmpty();
        if (noteIsDue(System.nanoTime())) {
            note();
        }
        handOver();
        buckets = leased.size();
        brokerAway = traffic.brokerAway();
        troubles.set(0);
    }

    /** Keeps the lease; without one there is nothing to do for this relay. */
    private void tend(long now) {
        if (leased.registered() && leased.untilRenewal(now) == 0 && !leased.renew()) {
            lost();
        }
        if (!leased.registered()) {
            readMore |= claim();
            scan.again();
        }
    }

    private boolean claim() {
        boolean more = leased.claim();
        if (more) {
            traffic.forgetDelivered();
        }
        return more;
    }

    private void lost() {
        leased.lose();
        traffic.forgetAll();
        ledger.forget();
        log.warn(
                "lost",
                "The lease of this relay was taken over by another one, since it was not renewed for %s; what was on its way"
                                .formatted(config.lease())
                        + " may come twice. If that happens often, make OutboxConfig.lease longer.");
    }

    /** Looks at the outbox and at the other relays; less often while there is nothing to do. */
    private void look(long now) {
        if (now - nextLook < 0) {
            return;
        }
        long from = scan.from(now);
        OutboxTable.Look look = table.look(leased.owner(), leased.readable(), from);
        if (!look.due()) {
            scan.read(from, false, System.nanoTime(), System.nanoTime() - now);
        }
        boolean busy = look.due() || traffic.flying() || !ledger.isEmpty();
        lookPause = busy
                ? config.pollEvery().toNanos()
                : Math.min(2 * lookPause, config.pollIdleEvery().toNanos());
        nextLook = now + lookPause;
        readMore |= look.due();
        share(look);
    }

    private void share(OutboxTable.Look look) {
        if (look.mine() != leased.size()) {
            lost();
            return;
        }
        int relays = look.others() + 1;
        boolean free = look.mine() + look.theirs() < Buckets.COUNT;
        if (free && leased.size() < NodeTable.share(relays) && claim()) {
            scan.again();
            readMore = true;
        } else if (leased.shrink(relays)) {
            traffic.forgetWaiting(leased.leaving());
        }
    }

    private void handOver() {
        if (!leased.leaving().isEmpty() && !traffic.flying(leased.leaving())) {
            note();
            if (leased.registered()) {
                leased.handOver();
                database.wakeUps().signal(table.wakeUpName());
            }
        }
    }

    private void read() {
        Set<Integer> buckets = leased.readable();
        int room = traffic.room();
        if (!readMore || room == 0 || buckets.isEmpty() || !leased.valid()) {
            return;
        }
        long began = System.nanoTime();
        long from = scan.from(began);
        Page page = page(buckets, from, room);
        long now = System.nanoTime();
        readMore = page.full();
        scan.read(page.last(), page.full(), now, now - began);
        traffic.load(page.rows(), befores(page, from));
        boolean newRound = page.rows().isEmpty() && !page.full() && traffic.nothingElse();
        if (newRound || unreadable) {
            // Behind a row that became a dead letter its key may go on.
            scan.again();
            readMore = true;
            unreadable = false;
        }
    }

    /** Asks whether keys are failing, parked or halted only while there are any, since that costs more than the rows. */
    private Page page(Set<Integer> buckets, long from, int room) {
        boolean asked = hindered;
        Page page = table.read(buckets, traffic.leftOut(), from, room, asked);
        if (page.hindered() && !asked) {
            page = table.read(buckets, traffic.leftOut(), from, room, true);
        }
        hindered = page.hindered();
        page.broken().forEach(this::unreadable);
        return page;
    }

    /** Rows may become visible late, behind the place from where is read, and must not be overtaken. */
    private Map<Long, Long> befores(Page page, long from) {
        List<Long> unproven = from == 0 ? List.of() : traffic.unproven(page.rows());
        return unproven.isEmpty() ? Map.of() : table.before(unproven, from);
    }

    private boolean noteIsDue(long now) {
        if (ledger.isEmpty()) {
            return false;
        }
        boolean quiet = drainers > 0 || now - lastAnswer >= QUIET;
        boolean nothingElse = quiet && !traffic.flying();
        return nothingElse || ledger.size() >= config.batchSize() || ledger.age(now) >= NOTE_EVERY;
    }

    private void note() {
        if (!ledger.isEmpty() && !ledger.write(leased.owner())) {
            lost();
        }
        holdsRows = traffic.holdsRows();
        changed.run();
    }

    private void take(List<Events.Event> happened) {
        for (Events.Event event : happened) {
            if (event.flight() == null) {
                readMore = true;
                lookPause = config.pollEvery().toNanos();
                nextLook = Math.min(nextLook, System.nanoTime() + lookPause);
            } else {
                lastAnswer = System.nanoTime();
                readMore |= traffic.land(event.flight(), event.failure());
            }
        }
    }

    /** How long to wait for whatever comes first: an answer, a wake-up, or the time for something else. */
    private long pause() {
        long now = System.nanoTime();
        long pause = Math.min(nextLook - now, leased.untilRenewal(now));
        pause = Math.min(pause, Math.min(traffic.untilRetry(now), traffic.untilOverdue(now)));
        if (traffic.room() == 0) {
            long away = traffic.brokerAwayFor();
            pause = away > 0 ? Math.min(pause, away) : pause;
        } else if (readMore && !leased.readable().isEmpty()) {
            pause = 0;
        }
        if (!ledger.isEmpty()) {
            long quiet = traffic.flying() ? NOTE_EVERY : QUIET - (now - lastAnswer);
            pause = Math.min(pause, Math.min(quiet, NOTE_EVERY - ledger.age(now)));
        }
        return Math.max(0, Math.max(pause, pausedUntil - now));
    }

    private void unreadable(Page.Broken row) {
        FailurePolicy policy = config.onFailure().of(row.messageType(), row.keyType());
        String text = Failures.text(row.why());
        ledger.unreadable(row.seq(), policy, text);
        traffic.forgetDelivered(); // its key may be unreadable too
        unreadable = true;
        log.warn(
                "unreadable",
                "Row %d of the outbox (%s of a key of type %s) cannot be read and is a dead letter now (%s); others go on. Repair it there and send it again: %s"
                        .formatted(row.seq(), row.messageType(), row.keyType(), policy, text));
    }

    private void troubled(Throwable trouble) {
        pausedUntil =
                System.nanoTime() + TROUBLE.after(troubles.incrementAndGet()).toNanos();
        readMore = true;
        scan.again();
        traffic.fewer();
        log.warn(
                trouble.getClass().getName(),
                "The relay could not work and tries again; nothing is lost, some messages may come twice: "
                        + Failures.text(trouble));
    }

    private void finish() throws InterruptedException {
        traffic.stop();
        try {
            awaitAnswers();
            if (!ledger.isEmpty() && leased.registered()) {
                note();
            }
        } finally {
            // Also if the database refused that: or others would wait for the end of the lease.
            leased.leave();
            database.wakeUps().signal(table.wakeUpName());
            changed.run();
        }
    }

    private void awaitAnswers() throws InterruptedException {
        for (long left = closeBy - System.nanoTime();
                traffic.flying() && left > 0;
                left = closeBy - System.nanoTime()) {
            take(events.await(Math.min(left, leased.untilRenewal(System.nanoTime()) + 1)));
            if (leased.registered() && leased.untilRenewal(System.nanoTime()) == 0 && !leased.renew()) {
                lost();
            }
        }
    }
}
