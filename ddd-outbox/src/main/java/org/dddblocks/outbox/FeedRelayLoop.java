package org.dddblocks.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.spi.Lease;
import org.dddblocks.persistence.spi.LeaseKeeper;
import org.dddblocks.persistence.spi.LeaseLostException;
import org.dddblocks.persistence.spi.Leases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What the thread of a feed's relay does: get the lease, read the feed, let {@link FeedTraffic} send, and move the checkpoint
 * in transactions that are fenced by the lease. No transaction is open while messages are on their way.
 */
final class FeedRelayLoop implements Runnable {
    private static final int PAGE = 200;
    private static final int MOST_HELD = 2000;
    /** Places in the feed that a crash may repeat because of keys that only wait for their next try. */
    private static final int MOST_BEHIND = 500;

    private static final int REDRIVEN_AT_ONCE = 500;
    private static final int MOST_PARKED = 100_000;
    private static final long SAVE_EVERY = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_IDLE = Duration.ofSeconds(2).toNanos();
    private static final long LOOK_FOR_REDRIVES = Duration.ofSeconds(5).toNanos();
    private static final Backoff TROUBLE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final String name;
    private final FeedTable table;
    private final FeedMessages messages;
    private final OutboxConfig config;
    private final Leases leases;
    private final LeaseKeeper keeper;
    private final Duration leaseLength;
    private final long startAfter;
    private final QuietLog log;
    private final FeedTraffic traffic;
    private final ExecutorService sender;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    /** The keys of which nothing is to be read. */
    private final Set<MessageKey> parked = new HashSet<>();

    /** Keys that were set aside for a while, and until when. */
    private final Map<MessageKey, Long> retryAt = new HashMap<>();

    private volatile boolean closing;
    private volatile long closeBy;
    private volatile @Nullable Lease lease;
    private volatile long stored;
    private volatile @Nullable String trouble;
    private long readTo;
    private boolean readMore;
    private long idle;
    private long nextLook = System.nanoTime();
    private long nextRedrives = System.nanoTime();
    private long savedAt = System.nanoTime();
    private long pausedUntil = System.nanoTime();
    private int troubles;

    FeedRelayLoop(
            Database database,
            String name,
            String thread,
            FeedMessages messages,
            Broker broker,
            OutboxConfig config,
            LeaseKeeper keeper,
            Leases leases,
            Duration leaseLength,
            long startAfter,
            Logger logger) {
        this.name = name;
        this.table = new FeedTable(database, name);
        this.messages = messages;
        this.config = config;
        this.leases = leases;
        this.keeper = keeper;
        this.leaseLength = leaseLength;
        this.startAfter = startAfter;
        this.idle = config.pollEvery().toNanos();
        this.log = new QuietLog(logger, System::nanoTime);
        this.sender = Executors.newSingleThreadExecutor(work -> {
            Thread sending = new Thread(work, thread + "-sender");
            sending.setDaemon(true);
            return sending;
        });
        FeedTraffic.Handing handing = new FeedTraffic.Handing(broker, this::mayWork, this::answered);
        this.traffic = new FeedTraffic(config, log, flight -> send(handing, flight));
    }

    private void send(FeedTraffic.Handing handing, FeedLane.Flight flight) {
        Message message = flight.lane.message();
        try {
            sender.execute(() -> handing.hand(flight, message));
        } catch (RejectedExecutionException closed) {
            flight.cancel();
        }
    }

    /** Any thread: whether this node is sure to be the only one. */
    private boolean mayWork() {
        Lease held = lease;
        return held != null && keeper.holds(held);
    }

    private void answered(FeedLane.Flight flight, @Nullable Throwable failure) {
        tasks.add(() -> finished(traffic.land(flight, failure, System.nanoTime(), this::park)));
    }

    /** Any thread: there may be something new. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            tasks.add(() -> {
                woken.set(false);
                nextLook = System.nanoTime();
                nextRedrives = nextLook;
                idle = config.pollEvery().toNanos();
            });
        }
    }

    void close(long by) {
        closeBy = by;
        closing = true;
        tasks.add(() -> {});
    }

    long position() {
        return stored;
    }

    boolean active() {
        return mayWork();
    }

    @Nullable
    String trouble() {
        return trouble;
    }

    long accepted() {
        return traffic.accepted();
    }

    @Override
    public void run() {
        while (!closing) {
            try {
                await(until());
                turn();
            } catch (LeaseLostException lost) {
                lost();
            } catch (Throwable failure) {
                // Errors and interrupts too: a relay that dies silently would stop every message.
                troubled(failure);
            }
        }
        finish();
    }

    private long until() {
        long now = System.nanoTime();
        if (now - pausedUntil < 0) {
            return pausedUntil;
        }
        if (!mayWork()) {
            return now + (lease == null ? standBy() : 0);
        }
        if (readMore && traffic.held() < MOST_HELD) {
            return now;
        }
        if (stored < traffic.settledTo(readTo)) {
            return savedAt + SAVE_EVERY;
        }
        long atMost = traffic.held() > 0 ? Math.min(idle, config.pollEvery().toNanos()) : idle;
        return traffic.idleUntil(now, Math.min(atMost, Math.max(0, nextRedrives - now)));
    }

    private long standBy() {
        return Math.max(config.pollEvery().toNanos(), Math.min(leaseLength.toNanos() / 10, LONGEST_IDLE));
    }

    private void await(long until) throws InterruptedException {
        Runnable first = tasks.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        for (Runnable task = first; task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void turn() {
        long now = System.nanoTime();
        if (now - pausedUntil < 0 || !acquired()) {
            return;
        }
        traffic.landOverdue(now, this::park);
        if (now - nextRedrives >= 0) {
            nextRedrives = now + LOOK_FOR_REDRIVES;
            table.keys(REDRIVEN_AT_ONCE, FeedTable.REDRIVE, FeedTable.RETRY).forEach(this::redriveWhenDue);
        }
        read(now);
        traffic.depart(System.nanoTime(), this::park);
        save();
        troubles = 0;
        trouble = null;
    }

    private boolean acquired() {
        if (mayWork()) {
            return true;
        }
        if (lease != null) {
            lost();
        }
        Lease taken = keeper.acquire("feed-relay/" + name, leaseLength).orElse(null);
        if (taken == null) {
            return false;
        }
        lease = taken;
        stored = table.begin(startAfter);
        readTo = stored;
        readMore = true;
        table.keys(MOST_PARKED, FeedTable.PARKED, FeedTable.REDRIVE, FeedTable.RETRY)
                .forEach(key -> parked.add(key.key()));
        nextRedrives = System.nanoTime();
        return true;
    }

    private void lost() {
        Lease held = lease;
        lease = null;
        if (held != null) {
            keeper.forget(held);
        }
        traffic.clear();
        parked.clear();
        retryAt.clear();
        log.warn("lost", "The relay " + name + " lost its lease; another node goes on, some messages may come twice.");
    }

    private void troubled(Throwable failure) {
        troubles++;
        pausedUntil = System.nanoTime() + TROUBLE.after(troubles).toNanos();
        String text = Failures.text(failure);
        trouble = text;
        log.warn(
                failure.getClass().getName(),
                "The relay " + name + " could not work and tries again; nothing is lost: " + text);
    }

    private void read(long now) {
        boolean full = traffic.held() >= MOST_HELD;
        boolean behind = readTo - traffic.settledTo(readTo) > MOST_BEHIND;
        if (full || behind) {
            traffic.waiting(now).stream()
                    .filter(lane -> full || !lane.redriven())
                    .forEach(this::setAside);
        }
        if (full) {
            return;
        }
        if (!readMore && now - nextLook < 0) {
            return;
        }
        FeedPage page = messages.read(readTo, PAGE);
        readMore = page.position() > readTo;
        if (!readMore) {
            nextLook = now + idle;
            idle = Math.max(idle, Math.min(LONGEST_IDLE, 2 * idle));
            return;
        }
        for (List<FeedEntry> event : events(page)) {
            load(event, now);
        }
        readTo = page.position();
        idle = config.pollEvery().toNanos();
    }

    /** The parts that upcasters made of one stored event belong together. */
    private static List<List<FeedEntry>> events(FeedPage page) {
        List<List<FeedEntry>> events = new ArrayList<>();
        long last = 0;
        for (FeedEntry entry : page.entries()) {
            if (entry.position() != last) {
                events.add(new ArrayList<>());
                last = entry.position();
            }
            events.get(events.size() - 1).add(entry);
        }
        return events;
    }

    private void load(List<FeedEntry> event, long now) {
        FeedEntry first = event.get(0);
        MessageKey key = FeedMessages.key(first);
        if (parked.contains(key)) {
            return;
        }
        items(event).forEach(item -> traffic.load(key, item, now));
    }

    /** What cannot be translated is told when its turn comes: what stands before it in its key is sent. */
    private List<FeedLane.Item> items(List<FeedEntry> event) {
        long position = event.get(0).position();
        List<FeedLane.Item> items = new ArrayList<>();
        try {
            for (Message message : messages.of(event)) {
                items.add(new FeedLane.Item(position, items.size(), message, null));
            }
        } catch (RuntimeException untranslatable) {
            String why = "it cannot be translated: " + Failures.text(untranslatable);
            return List.of(new FeedLane.Item(position, 0, null, why));
        }
        return items;
    }

    /** What was read behind a key that waits fills the memory, or would be repeated after a crash. */
    private void setAside(FeedLane lane) {
        keep(lane, lane.failures, "it waits for its next try", FeedTable.RETRY);
        retryAt.put(lane.key, lane.pausedUntil);
        if (lane.pausedUntil - nextRedrives < 0) {
            nextRedrives = lane.pausedUntil;
        }
    }

    private void redriveWhenDue(ParkedKey key) {
        Long due = retryAt.get(key.key());
        long now = System.nanoTime();
        if (due == null || now - due >= 0) {
            retryAt.remove(key.key());
            redrive(key);
        } else if (due - nextRedrives < 0) {
            nextRedrives = due;
        }
    }

    private void keep(FeedLane lane, int attempts, String error, String status) {
        FeedLane.Item item = lane.waiting.element();
        ParkedKey row = new ParkedKey(lane.key, item.position(), item.ordinal(), attempts, Instant.EPOCH, error);
        leases.call(Objects.requireNonNull(lease), () -> {
            table.park(row, status);
            return true;
        });
        parked.add(lane.key);
        traffic.drop(lane.key);
    }

    private void park(FeedLane lane, int attempts, String error) {
        MessageKey key = lane.key;
        long position = lane.waiting.element().position();
        keep(lane, attempts, error, FeedTable.PARKED);
        log.warn(
                "parked " + key,
                "The relay %s parked key %s at position %d after %d attempts; other keys go on. List it with FeedRelay.parked(), then redrive it: %s"
                        .formatted(name, key, position, attempts, error));
    }

    /** Reads again what was left out of a key, and sends it; the key stays parked for the reader until all of it is out. */
    private void redrive(ParkedKey from) {
        MessageKey key = from.key();
        if (traffic.holds(key)) {
            return;
        }
        List<FeedLane.Item> items = new ArrayList<>();
        long scanned = from.position() - 1;
        while (scanned < readTo && items.size() < REDRIVEN_AT_ONCE) {
            FeedPage page = messages.read(scanned, PAGE);
            for (List<FeedEntry> event : events(page)) {
                long position = event.get(0).position();
                if (position > readTo || !FeedMessages.key(event.get(0)).equals(key)) {
                    continue;
                }
                items(event).stream()
                        .filter(item -> position > from.position() || item.ordinal() >= from.ordinal())
                        .forEach(items::add);
            }
            if (page.position() <= scanned) {
                scanned = readTo; // what stood at its end was deleted
                break;
            }
            scanned = Math.min(readTo, page.position());
        }
        FeedLane lane = new FeedLane(key, scanned, from.attempts(), System.nanoTime());
        lane.waiting.addAll(items);
        if (items.isEmpty()) {
            finished(lane);
        } else {
            traffic.load(lane);
        }
    }

    private void finished(@Nullable FeedLane lane) {
        if (lane == null || !lane.redriven()) {
            return;
        }
        boolean all = lane.scannedTo >= readTo;
        leases.call(Objects.requireNonNull(lease), () -> {
            if (all) {
                table.unpark(lane.key);
            } else {
                table.moveRedriven(lane.key, lane.scannedTo + 1, 0);
            }
            return true;
        });
        if (all) {
            parked.remove(lane.key);
        } else {
            nextRedrives = System.nanoTime();
        }
    }

    private void save() {
        long settled = traffic.settledTo(readTo);
        long now = System.nanoTime();
        boolean due = now - savedAt >= SAVE_EVERY || closing;
        if (settled <= stored || !due) {
            return;
        }
        leases.call(Objects.requireNonNull(lease), () -> {
            table.move(settled);
            return true;
        });
        savedAt = now;
        stored = settled;
    }

    private void finish() {
        try {
            traffic.stop();
            sender.shutdown();
            while (traffic.flying() && closeBy - System.nanoTime() > 0 && mayWork()) {
                await(closeBy);
            }
            if (mayWork()) {
                save();
            }
        } catch (InterruptedException | RuntimeException failure) {
            log.warn(
                    "close",
                    "The relay " + name + " could not note its last deliveries, they are repeated: " + failure);
        }
        giveBack();
    }

    private void giveBack() {
        Lease held = lease;
        lease = null;
        try {
            if (held != null) {
                keeper.release(held);
            }
        } catch (RuntimeException away) {
            log.warn("lease", "The lease of relay " + name + " could not be given back; it expires: " + away);
        }
    }
}
