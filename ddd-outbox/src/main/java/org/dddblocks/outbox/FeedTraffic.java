package org.dddblocks.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages between a feed and the broker: many keys in flight, of one key one message. Knows up to which place all is
 * settled. Used by the relay's thread only.
 */
final class FeedTraffic {
    private final OutboxConfig config;
    private final QuietLog log;
    private final Consumer<FeedLane.Flight> sender;
    private final Judgement judgement;
    private final Map<MessageKey, FeedLane> lanes = new LinkedHashMap<>();
    private final TreeMap<Long, Integer> unsettled = new TreeMap<>();
    private final Map<FeedLane.Flight, Boolean> flights = new HashMap<>();
    private final AtomicLong accepted = new AtomicLong();
    private int held;

    FeedTraffic(OutboxConfig config, QuietLog log, Consumer<FeedLane.Flight> sender) {
        this.config = config;
        this.log = log;
        this.sender = sender;
        this.judgement = new Judgement(config);
    }

    /** How many messages are in memory. */
    int held() {
        return held;
    }

    boolean flying() {
        return !flights.isEmpty();
    }

    long accepted() {
        return accepted.get();
    }

    boolean holds(MessageKey key) {
        return lanes.containsKey(key);
    }

    /** The last place before which everything is settled, given how far the feed was read. */
    long settledTo(long readTo) {
        return unsettled.isEmpty() ? readTo : unsettled.firstKey() - 1;
    }

    void load(MessageKey key, FeedLane.Item item, long now) {
        FeedLane lane = lanes.computeIfAbsent(key, any -> new FeedLane(key, 0, 0, now));
        lane.waiting.add(item);
        unsettled.merge(item.position(), 1, Integer::sum);
        held++;
    }

    void load(FeedLane redriven) {
        lanes.put(redriven.key, redriven);
        held += redriven.waiting.size();
    }

    /** Sends the next message of every key that has none on its way. */
    void depart(long now, Parking givenUp) {
        for (FeedLane lane : List.copyOf(lanes.values())) {
            String broken = lane.flight == null ? lane.broken() : null;
            if (broken != null) {
                givenUp.park(lane, 1, broken);
            }
        }
        List<FeedLane> ready =
                lanes.values().stream().filter(lane -> lane.ready(now)).toList();
        if (ready.isEmpty() || !judgement.allows(now)) {
            return;
        }
        if (judgement.probing()) {
            probe(ready, now);
            return;
        }
        List<FeedLane> suspects =
                ready.stream().filter(lane -> judgement.suspected(lane.row())).toList();
        for (FeedLane suspect : suspects) {
            if (judgement.due(suspect.row(), now)) {
                sendAlone(suspect, now); // others wait for it: only so is it known whose fault a broken connection is
                return;
            }
        }
        for (FeedLane lane : ready) {
            if (flights.size() < config.batchSize() && !suspects.contains(lane)) {
                send(lane, now, false);
            }
        }
    }

    private void probe(List<FeedLane> ready, long now) {
        if (ready.stream().allMatch(lane -> judgement.tried(lane.row()))) {
            judgement.newRound();
        }
        ready.stream().filter(lane -> !judgement.tried(lane.row())).findFirst().ifPresent(lane -> sendAlone(lane, now));
    }

    private void sendAlone(FeedLane lane, long now) {
        if (flights.isEmpty()) {
            send(lane, now, true);
        }
    }

    private void send(FeedLane lane, long now, boolean alone) {
        FeedLane.Flight flight = new FeedLane.Flight(lane, now, alone);
        lane.flight = flight;
        flights.put(flight, true);
        sender.accept(flight);
    }

    /**
     * Notes an answer of the broker.
     *
     * @param givenUp takes a lane whose next message failed too often, and its attempts and error
     * @return the lane if it has nothing more to send
     */
    @Nullable
    FeedLane land(FeedLane.Flight flight, @Nullable Throwable failure, long now, Parking givenUp) {
        if (flights.remove(flight) == null) {
            return null;
        }
        FeedLane lane = flight.lane;
        lane.flight = null;
        if (failure != null) {
            failed(flight, Failures.unwrapped(failure), now, givenUp);
            return null;
        }
        FeedLane.Item item = lane.waiting.element();
        judgement.accepted(lane.row(), flight.departed);
        lane.accepted();
        settle(lane, item);
        accepted.incrementAndGet();
        if (!lane.waiting.isEmpty()) {
            return null;
        }
        lanes.remove(lane.key);
        return lane;
    }

    private void failed(FeedLane.Flight flight, Throwable failure, long now, Parking givenUp) {
        FeedLane lane = flight.lane;
        OutboxRow row = lane.row();
        Verdict verdict = judgement.failed(row, failure, flight.departed, flight.alone, now);
        String text = Failures.text(failure);
        if (verdict instanceof Verdict.Acquitted) {
            log.warn("away", "The broker is away; nothing is lost, sending is tried again: " + text);
        } else if (verdict instanceof Verdict.Later later) {
            lane.failures = later.attempts();
            lane.pausedUntil = now + later.pause().toNanos();
            log.warn(
                    Failures.cause(failure),
                    "%s was not accepted; later messages of its key wait, others go on: %s"
                            .formatted(row.message(), text));
        } else if (verdict instanceof Verdict.GivenUp given) {
            lane.failures = given.attempts();
            givenUp.park(lane, given.attempts(), text);
        }
    }

    /** Parks a key. */
    @FunctionalInterface
    interface Parking {
        void park(FeedLane lane, int attempts, String error);
    }

    private void settle(FeedLane lane, FeedLane.Item item) {
        held--;
        if (!lane.redriven()) {
            unsettled.computeIfPresent(item.position(), (position, left) -> left == 1 ? null : left - 1);
        }
    }

    /** Keys that wait for their next try; what was read behind them cannot be forgotten meanwhile. */
    List<FeedLane> waiting(long now) {
        return lanes.values().stream()
                .filter(lane -> lane.flight == null && !lane.waiting.isEmpty() && now - lane.pausedUntil < 0)
                .toList();
    }

    /** The key is parked: what stands behind is read again when it is sent again. */
    void drop(MessageKey key) {
        FeedLane lane = lanes.remove(key);
        if (lane != null) {
            lane.waiting.forEach(item -> settle(lane, item));
            lane.waiting.clear();
        }
    }

    /** Counts sends without an answer as failed. */
    void landOverdue(long now, Parking givenUp) {
        Duration timeout = config.sendTimeout();
        for (FeedLane.Flight flight : new ArrayList<>(flights.keySet())) {
            if (now - flight.departed < timeout.toNanos()) {
                continue;
            }
            if (flight.cancel()) {
                flights.remove(flight);
                flight.lane.flight = null;
            } else {
                land(flight, new TimeoutException("no answer of the broker within " + timeout), now, givenUp);
            }
        }
    }

    /** Until when nothing can set off by itself. */
    long idleUntil(long now, long atMost) {
        long until = now + atMost;
        for (FeedLane lane : lanes.values()) {
            if (lane.flight == null && now - lane.pausedUntil < 0 && lane.pausedUntil - until < 0) {
                until = lane.pausedUntil;
            }
        }
        return until;
    }

    /** What was not handed over yet does not set off any more. */
    void stop() {
        new ArrayList<>(flights.keySet())
                .stream().filter(FeedLane.Flight::cancel).forEach(flight -> flights.remove(flight));
    }

    void clear() {
        stop();
        flights.clear();
        lanes.clear();
        unsettled.clear();
        held = 0;
    }

    /** Hands messages to the broker, and takes the answers. */
    record Handing(Broker broker, BooleanSupplier may, BiConsumer<FeedLane.Flight, @Nullable Throwable> answered) {
        void hand(FeedLane.Flight flight, Message message) {
            if (!may.getAsBoolean() || !flight.board()) {
                return;
            }
            try {
                Objects.requireNonNull(broker.send(message), "Broker.send returned null; it must return a stage.")
                        .whenComplete((nothing, failure) -> answered.accept(flight, failure));
            } catch (Throwable refused) {
                answered.accept(flight, refused);
            }
        }
    }
}
