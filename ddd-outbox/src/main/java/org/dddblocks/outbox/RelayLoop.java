package org.dddblocks.outbox;

import java.time.Duration;
import java.util.List;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.slf4j.Logger;

/**
 * What the relay's thread does. In a transaction that holds the lock row (a shift) it reads rows, lets {@link Traffic} send
 * them, and deletes what was accepted.
 *
 * <p>The order of first deliveries does not rest on the lock: a message sets off only after the one before it in its key
 * was accepted, as this relay saw or as its absence from the table tells. The lock keeps relays from doing each other's
 * work, and a failed commit only leads to repeated deliveries.
 */
final class RelayLoop implements Runnable {
    /** Deletes become durable at least this often while there is always more to do. */
    private static final long COMMIT_EVERY = Duration.ofMillis(200).toNanos();

    /** How long the thread sleeps at most when nothing is foreseen. */
    private static final long LONGEST_SLEEP = Duration.ofSeconds(1).toNanos();

    private static final Backoff TROUBLE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    /** A stopped process keeps its lock for this much longer than a shift may last. */
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(10);

    private final Database database;
    private final OutboxTable table;
    private final OutboxConfig config;
    private final QuietLog log;
    private final Runnable changed;
    private final Events events = new Events();
    private final Ledger ledger = new Ledger();
    private final Traffic traffic;
    private volatile boolean closing;
    private volatile long closeBy;
    private boolean readMore = true;
    private long nextLook = System.nanoTime();
    private long pausedUntil = System.nanoTime();
    private int troubles;

    RelayLoop(Database database, Broker broker, OutboxConfig config, String name, Logger logger, Runnable changed) {
        this.database = database;
        this.table = new OutboxTable(database);
        this.config = config;
        this.log = new QuietLog(logger, System::nanoTime);
        this.changed = changed;
        Sender sender = new Sender(broker, name + "-sender", events::landed);
        this.traffic = new Traffic(config, sender, ledger, log);
    }

    /** Any thread: there may be something to send. */
    void wake() {
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

    @Override
    public void run() {
        while (!closing) {
            try {
                take(sleep());
                work();
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

    private void work() throws InterruptedException {
        readMore |= traffic.landOverdue();
        long now = System.nanoTime();
        if (now - pausedUntil < 0) {
            return;
        }
        boolean toRead = traffic.room() > 0 && (readMore || somethingDue(now));
        if (toRead || !ledger.isEmpty() || traffic.flying(config.holdLockAtMost())) {
            shift();
        }
        troubles = 0;
    }

    /** An idle relay only looks, without a lock, so that it costs the database next to nothing. */
    private boolean somethingDue(long now) {
        if (now - nextLook < 0) {
            return false;
        }
        nextLook = now + config.pollEvery().toNanos();
        Transactions transactions = database.transactions();
        readMore = transactions.call(() -> table.somethingDue(transactions.connection(), traffic.keys()));
        return readMore;
    }

    private void shift() throws InterruptedException {
        boolean done = false;
        try {
            database.transactions().<InterruptedException>run(() -> {
                Shift shift =
                        Shift.begin(database, table, config.holdLockAtMost().plus(IDLE_MARGIN));
                if (shift.locked()) {
                    workThrough(shift);
                    ledger.writeTo(shift);
                } else {
                    standBy();
                }
            });
            done = true;
        } finally {
            readMore |= traffic.forgetWaiting();
            if (done) {
                ledger.committed();
            } else {
                ledger.rolledBack();
            }
        }
        changed.run();
    }

    private void workThrough(Shift shift) throws InterruptedException {
        while (!closing) {
            int room = traffic.room();
            if (readMore && room > 0) {
                ledger.writeTo(shift);
                List<OutboxRow> rows = shift.read(traffic.keys(), room, this::unreadable);
                readMore = rows.size() == room;
                traffic.load(rows);
            }
            traffic.depart();
            long atMost = ledger.isEmpty() ? config.holdLockAtMost().toNanos() : COMMIT_EVERY;
            boolean moreAtOnce = readMore && traffic.room() > 0;
            if (shift.age() >= atMost || !moreAtOnce && !traffic.flying(config.holdLockAtMost())) {
                return;
            }
            if (!moreAtOnce) {
                shift.rest();
                take(events.await(atMost - shift.age()));
                readMore |= traffic.landOverdue();
            }
        }
    }

    /** Another relay is active: it repeats what this one may have sent, and only it writes. */
    private void standBy() {
        ledger.forget();
        readMore = false;
        pausedUntil = System.nanoTime() + config.pollEvery().toNanos();
    }

    private void take(List<Events.Event> happened) {
        for (Events.Event event : happened) {
            readMore |= event.flight() == null || traffic.land(event.flight(), event.failure());
        }
    }

    /** Waits for whatever comes first: an answer, a wake-up, or the time for the next look. */
    private List<Events.Event> sleep() throws InterruptedException {
        long now = System.nanoTime();
        long until = nextLook - now;
        if (traffic.room() == 0) {
            until = Math.max(traffic.brokerAwayFor(), 1);
            until = until > 1 ? until : LONGEST_SLEEP;
        } else if (readMore) {
            until = 0;
        }
        // Sends on their way keep the lock, so that no other relay repeats them.
        if (!ledger.isEmpty() || traffic.flying(config.holdLockAtMost())) {
            until = 0;
        }
        long paused = pausedUntil - now;
        return events.await(Math.min(LONGEST_SLEEP, Math.max(until, paused)));
    }

    private void unreadable(long seq, RuntimeException broken) {
        log.warn(
                "unreadable",
                "Row %d of the outbox cannot be read and stays there; others go on. Repair or delete it: %s"
                        .formatted(seq, Failures.text(broken)));
    }

    private void troubled(Throwable trouble) {
        troubles++;
        pausedUntil = System.nanoTime() + TROUBLE.after(troubles).toNanos();
        readMore = true;
        log.warn(
                trouble.getClass().getName(),
                "The relay could not work and tries again; nothing is lost, some messages may come twice: "
                        + Failures.text(trouble));
    }

    private void finish() throws InterruptedException {
        traffic.stop();
        for (long left = closeBy - System.nanoTime();
                traffic.flying() && left > 0;
                left = closeBy - System.nanoTime()) {
            take(events.await(left));
        }
        if (!ledger.isEmpty()) {
            database.transactions().run(() -> {
                Shift shift = Shift.begin(database, table, IDLE_MARGIN);
                if (shift.locked()) {
                    ledger.writeTo(shift);
                }
            });
        }
        changed.run();
    }
}
