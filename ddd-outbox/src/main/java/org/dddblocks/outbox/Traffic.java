package org.dddblocks.outbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages between the outbox and the broker: many keys in flight, of one key one message. A message sets off only
 * after the one before it in its key was accepted. Used by the relay's thread only.
 */
final class Traffic {
    /** So long a message that is sent alone keeps others waiting. */
    private static final long LONELY_AT_MOST = Duration.ofSeconds(1).toNanos();

    private static final int LONGEST_LANE = 50;
    private static final int MOST_LEFT_OUT = 50;
    private static final Duration CLOCKS_DIFFER = Duration.ofMillis(10);

    private final OutboxConfig config;
    private final Scan scan;
    private final Leased leased;
    private final Sender sender;
    private final Ledger ledger;
    private final QuietLog log;
    private final Judgement judgement;
    private final Delivered delivered;
    private final Map<MessageKey, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Retry> retries = new PriorityQueue<>((one, other) -> Long.signum(one.due - other.due));
    private final AtomicLong accepted = new AtomicLong();
    /** In the order of departure; those that landed or were given up leave it when they come to its head. */
    private final Deque<Lane.Flight> departed = new ArrayDeque<>();
    /** Among them all lanes whose next message could set off: a look at each lane after each answer would be quadratic. */
    private final Deque<Lane> ready = new ArrayDeque<>();

    private Lane.@Nullable Flight lonely;
    private int batch;
    /** Whether rows stay behind in the database that a further page may bring. */
    private boolean missing;

    Traffic(
            OutboxConfig config,
            Scan scan,
            Leased leased,
            Sender sender,
            Ledger ledger,
            Delivered delivered,
            QuietLog log) {
        this.config = config;
        this.scan = scan;
        this.leased = leased;
        this.sender = sender;
        this.ledger = ledger;
        this.delivered = delivered;
        this.batch = config.batchSize();
        this.log = log;
        this.judgement = new Judgement(config);
    }

    /** How many rows to read now; 0 while the relay holds enough, or while the broker is away. */
    int room() {
        if (!judgement.allows(System.nanoTime())) {
            return 0;
        }
        if (judgement.probing()) {
            return lanes.isEmpty() ? 1 : 0;
        }
        return held() <= batch ? batch : 0;
    }

    /** Rows in memory: as many again are read while a page is on its way, so that neither waits for the other. */
    private int held() {
        return lanes.values().stream().mapToInt(Lane::rows).sum();
    }

    boolean holdsRows() {
        return !lanes.isEmpty();
    }

    /** The relay could not work: perhaps so many rows do not fit into memory. */
    void fewer() {
        batch = Math.max(1, batch / 2);
    }

    private void more() {
        batch = Math.min(config.batchSize(), batch + batch / 4 + 1);
    }

    /** Keys whose rows are left in the database: their lanes are full, or their next message may not set off now. */
    Collection<MessageKey> leftOut() {
        Stream<MessageKey> full = lanes.entrySet().stream()
                .filter(lane -> lane.getValue().misses())
                .map(Map.Entry::getKey)
                .limit(MOST_LEFT_OUT);
        Stream<MessageKey> avoided =
                judgement.avoided(System.nanoTime()).stream().limit(MOST_LEFT_OUT);
        return Stream.concat(full, avoided).distinct().toList();
    }

    /** Nothing was read but what is left out; whether all of it may be tried again. */
    boolean nothingElse() {
        return judgement.probing() && lanes.isEmpty() && judgement.newRound();
    }

    /** Of a page the first rows of those keys of which something may lie before them that this relay has not seen. */
    List<Long> unproven(List<OutboxRow> page) {
        Set<MessageKey> seen = new HashSet<>();
        List<Long> unproven = new ArrayList<>();
        for (OutboxRow row : page) {
            if (seen.add(row.key()) && !ledger.hasAccepted(row.seq())) {
                Lane lane = lanes.get(row.key());
                boolean known = lane == null
                        ? delivered.precedes(row.message())
                        : row.seq() <= lane.last() || Delivered.adjoins(lane.lastNumber(), row.message());
                if (!known) {
                    unproven.add(row.seq());
                }
            }
        }
        return unproven;
    }

    /**
     * Takes of a page, in its order, what follows directly what it has; for the rest it reads again later.
     *
     * @param befores of rows that are unproven, the last row of their key before the page, if there is one
     */
    void load(List<OutboxRow> page, Map<Long, Long> befores) {
        more();
        missing = false;
        Map<MessageKey, Long> last = new HashMap<>();
        for (OutboxRow row : page) {
            Long inPage = last.put(row.key(), row.seq());
            if (ledger.hasAccepted(row.seq())) {
                continue;
            }
            Long before = inPage == null ? befores.get(row.seq()) : inPage;
            Lane lane = lanes.get(row.key());
            if (lane != null) {
                extend(lane, row, before);
            } else if (before != null && !ledger.hasAccepted(before)) {
                if (inPage == null) {
                    later(before); // something of this key became visible late, or the key was listed
                }
            } else if (lanes.size() >= 2 * batch) {
                later(row.seq());
            } else {
                Lane opened = new Lane();
                opened.add(row);
                lanes.put(row.key(), opened);
                ready.add(opened);
            }
        }
    }

    private void later(long row) {
        scan.back(row);
        missing = true;
    }

    private void extend(Lane lane, OutboxRow row, @Nullable Long before) {
        if (row.seq() <= lane.last()) {
            return;
        }
        boolean follows = before == null || before == lane.last() || ledger.hasAccepted(before);
        if (!follows || lane.misses() || lane.size() >= roomOfKey()) {
            lane.miss(before == null || follows ? row.seq() : Math.min(before, row.seq()));
        } else {
            lane.add(row);
        }
    }

    /** A hot key must not fill the relay's memory, and neither must many keys together. */
    private int roomOfKey() {
        return Math.max(1, Math.min(LONGEST_LANE, 2 * batch / lanes.size()));
    }

    /** Sends the next message of every key that has none on its way; a probe and a suspect set off alone. */
    void depart() {
        long now = System.nanoTime();
        boolean waits = lonely != null && lonely.age(now) < LONELY_AT_MOST;
        if (!judgement.allows(now) || waits || blocked(now)) {
            return;
        }
        Lane suspect = judgement.suspects() ? first(row -> judgement.due(row, now)) : null;
        if (suspect != null || judgement.probing()) {
            Lane alone = judgement.probing() ? first(row -> !judgement.suspected(row)) : suspect;
            departAlone(alone == null ? suspect : alone, now);
            return;
        }
        for (int lanesToTry = ready.size(); lanesToTry > 0; lanesToTry--) {
            Lane lane = ready.remove();
            OutboxRow next = lane.next();
            if (next != null && judgement.suspected(next)) {
                ready.add(lane);
            } else if (next != null) {
                lonely = null;
                sender.send(depart(lane, now));
            }
        }
    }

    /** What set off now would only queue up behind the send that the client does not come back from. */
    private boolean blocked(long now) {
        return sender.blockedFor(now) >= config.sendTimeout().toNanos();
    }

    private Lane.Flight depart(Lane lane, long now) {
        Lane.Flight flight = lane.depart(now);
        departed.add(flight);
        return flight;
    }

    private @Nullable Lane first(Predicate<OutboxRow> wanted) {
        for (Lane lane : lanes.values()) {
            OutboxRow next = lane.next();
            if (next != null && wanted.test(next)) {
                return lane;
            }
        }
        return null;
    }

    /** Waits for what is on its way, but not for handlers that take long. */
    private void departAlone(@Nullable Lane lane, long now) {
        if (lane != null && flights().noneMatch(flight -> flight.age(now) < LONELY_AT_MOST)) {
            lonely = depart(lane, now);
            sender.send(lonely);
        }
    }

    /**
     * Notes an answer of the broker.
     *
     * @return whether rows that were left out may be read now
     */
    boolean land(Lane.Flight flight, @Nullable Throwable failure) {
        OutboxRow row = flight.row();
        boolean alone = flight == lonely;
        lonely = alone ? null : lonely;
        Lane lane = lanes.get(row.key());
        boolean awaited = lane != null && lane.flight() == flight;
        if (failure == null) {
            accepted(flight, awaited);
            if (lane != null && awaited) {
                free(row.key(), lane);
            }
            return missing;
        }
        if (!awaited) {
            return false;
        }
        giveUp(row);
        if (!(failure instanceof Sender.NotHeld) && !ledger.hasAccepted(row.seq())) {
            note(flight, Failures.unwrapped(failure), alone);
        }
        return true;
    }

    /** Accepted late is accepted all the same, unless the key is another relay's by now. */
    private void accepted(Lane.Flight flight, boolean awaited) {
        OutboxRow row = flight.row();
        accepted.incrementAndGet();
        outageOver(() -> judgement.accepted(row, flight.departed()));
        if (awaited || leased.heldSince(row.bucket(), flight.departed())) {
            ledger.accepted(awaited ? row : row.asListed());
        }
        if (awaited) {
            delivered.accepted(row.message());
        }
    }

    private void free(MessageKey key, Lane lane) {
        lane.landed();
        if (!lane.empty()) {
            ready.add(lane);
            return;
        }
        lanes.remove(key);
        if (lane.misses()) {
            later(lane.left());
        }
    }

    /** The key is read again from this row on. */
    private void giveUp(OutboxRow row) {
        lanes.remove(row.key());
        scan.back(row.seq());
    }

    /** What was left out as long as the broker was away lies behind the place from which is read. */
    private void outageOver(Runnable answer) {
        boolean probing = judgement.probing();
        answer.run();
        if (probing && !judgement.probing()) {
            scan.again();
            missing = true;
        }
    }

    /** The one place where a failed send has consequences. */
    private void note(Lane.Flight flight, Throwable failure, boolean alone) {
        outageOver(() -> carryOut(
                judgement.failed(flight.row(), failure, flight.departed(), alone, System.nanoTime()),
                flight.row(),
                failure));
    }

    private void carryOut(Verdict verdict, OutboxRow row, Throwable failure) {
        String text = Failures.text(failure);
        if (verdict instanceof Verdict.Later later) {
            ledger.failed(row, later, text);
            retry(row, later.pause());
            log.warn(
                    Failures.cause(failure),
                    "Message %s (%s) of key %s was not accepted, attempt %d; later messages of this key wait, others go on: %s"
                            .formatted(row.message().id(), row.message().type(), row.key(), later.attempts(), text));
        } else if (verdict instanceof Verdict.GivenUp given) {
            ledger.givenUp(row, given, text);
            delivered.forget(row.key());
            log.warn(
                    "given up " + row.message().type(),
                    "Message %s (%s) of key %s was refused %d times and is a dead letter now (%s); DeadLetters can send it again: %s"
                            .formatted(
                                    row.message().id(),
                                    row.message().type(),
                                    row.key(),
                                    given.attempts(),
                                    given.policy(),
                                    text));
        } else if (verdict instanceof Verdict.Acquitted acquitted) {
            retry(row, acquitted.pause());
            log.warn("away", "The broker is away; nothing is lost, sending is tried again: " + text);
        }
    }

    private void retry(OutboxRow row, Duration pause) {
        retries.add(new Retry(System.nanoTime() + pause.plus(CLOCKS_DIFFER).toNanos(), row.seq()));
    }

    /** Counts sends without an answer as failed, and lets their keys be tried again later. */
    boolean landOverdue() {
        long now = System.nanoTime();
        boolean any = false;
        for (Lane.Flight flight = oldest();
                flight != null && flight.age(now) >= config.sendTimeout().toNanos();
                flight = oldest()) {
            any = true;
            String text = "no answer of the broker within " + config.sendTimeout()
                    + ": a handler hangs, or OutboxConfig.sendTimeout is too short";
            if (flight.cancel()) {
                giveUp(flight.row());
                log.warn("busy", "A message was not even handed to the broker in time: " + text);
            } else {
                land(flight, new TimeoutException(text));
            }
        }
        return any;
    }

    /** How long until a send without an answer counts as failed, in nanoseconds. */
    long untilOverdue(long now) {
        Lane.Flight oldest = oldest();
        return oldest == null
                ? Long.MAX_VALUE
                : Math.max(0, config.sendTimeout().toNanos() - oldest.age(now));
    }

    private Lane.@Nullable Flight oldest() {
        for (Lane.Flight head = departed.peek(); head != null; head = departed.peek()) {
            Lane lane = lanes.get(head.row().key());
            if (lane != null && lane.flight() == head) {
                return head;
            }
            departed.remove();
        }
        return null;
    }

    private Stream<Lane.Flight> flights() {
        return lanes.values().stream().map(Lane::flight).filter(Objects::nonNull);
    }

    /** Whether any send is on its way. */
    boolean flying() {
        return oldest() != null;
    }

    /** Whether a send of these buckets is on its way. */
    boolean flying(Set<Integer> buckets) {
        return flights().anyMatch(flight -> buckets.contains(flight.row().bucket()));
    }

    /** Forgets what did not set off: these buckets go to another relay. */
    void forgetWaiting(Set<Integer> buckets) {
        lanes.forEach((key, lane) -> {
            if (buckets.contains(Buckets.of(key))) {
                lane.forgetWaiting();
            }
        });
        lanes.values().removeIf(Lane::empty);
    }

    /** From now on the relay has buckets, or rows were given up, of which it does not know what happened to their keys. */
    void forgetDelivered() {
        delivered.forgetAll();
    }

    /** Forgets everything: another relay repeats it. */
    void forgetAll() {
        forgetDelivered();
        flights().forEach(Lane.Flight::cancel);
        lanes.clear();
        ready.clear();
        retries.clear();
    }

    /** Whether the pause of a failing key is over; its rows are read again then. */
    boolean retryDue(long now) {
        boolean any = false;
        for (Retry next = retries.peek(); next != null && now - next.due() >= 0; next = retries.peek()) {
            scan.back(next.row());
            retries.remove();
            any = true;
        }
        return any;
    }

    /** How long until the next of those pauses is over, in nanoseconds. */
    long untilRetry(long now) {
        Retry next = retries.peek();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.due() - now);
    }

    private record Retry(long due, long row) {}

    /** Whether the last that was heard of the broker is that it is away. */
    boolean brokerAway() {
        return judgement.probing() || brokerAwayFor() > 0 || blocked(System.nanoTime());
    }

    /** How long the circuit stays open, in nanoseconds. */
    long brokerAwayFor() {
        return judgement.closedFor(System.nanoTime());
    }

    long accepted() {
        return accepted.get();
    }

    /** What was not handed to the broker yet stays in the outbox; what was may still be answered. */
    void stop() {
        List<Lane.Flight> all = flights().toList();
        all.stream()
                .filter(Lane.Flight::cancel)
                .forEach(flight -> lanes.remove(flight.row().key()));
        sender.close();
    }
}
