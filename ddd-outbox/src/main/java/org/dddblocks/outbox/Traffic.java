package org.dddblocks.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages between the outbox and the broker: many keys in flight, of one key one message. A message sets off only
 * after the one before it in its key was accepted. Used by the relay's thread only.
 */
final class Traffic {
    private final OutboxConfig config;
    private final Sender sender;
    private final Ledger ledger;
    private final QuietLog log;
    private final Backoff retry;
    private final Circuit circuit;
    private final Map<MessageKey, Lane> lanes = new HashMap<>();
    private final AtomicLong accepted = new AtomicLong();

    Traffic(OutboxConfig config, Sender sender, Ledger ledger, QuietLog log) {
        this.config = config;
        this.sender = sender;
        this.ledger = ledger;
        this.log = log;
        this.retry = new Backoff(config.retryAfter(), config.retryAtMostAfter());
        this.circuit = new Circuit(retry);
    }

    Collection<MessageKey> keys() {
        return lanes.keySet();
    }

    /** How many rows to read now; 0 while the relay holds enough, or while the broker is away. */
    int room() {
        if (!circuit.allows(System.nanoTime())) {
            return 0;
        }
        if (circuit.probing()) {
            return lanes.isEmpty() ? 1 : 0;
        }
        return lanes.size() <= config.batchSize() / 2 ? config.batchSize() : 0;
    }

    void load(List<OutboxRow> rows) {
        for (OutboxRow row : rows) {
            Lane lane = lanes.get(row.key());
            if (lane == null && lanes.size() < config.batchSize()) {
                lane = new Lane();
                lanes.put(row.key(), lane);
            }
            if (lane != null) {
                lane.add(row);
            }
        }
    }

    /** Sends the next message of every key that has none on its way. */
    void depart() {
        for (Lane lane : lanes.values()) {
            long now = System.nanoTime();
            Lane.Flight flight = circuit.allows(now) ? lane.depart(now) : null;
            if (flight != null) {
                sender.send(flight);
            }
        }
    }

    /**
     * Notes an answer of the broker.
     *
     * @return whether a key became free, so that its next rows may be read
     */
    boolean land(Lane.Flight flight, @Nullable Throwable failure) {
        OutboxRow row = flight.row();
        Lane lane = lanes.get(row.key());
        boolean awaited = lane != null && lane.flight() == flight;
        if (failure == null) {
            // Accepted late is accepted all the same; by then the key was listed as failing.
            ledger.accepted(awaited ? row : row.asListed());
            accepted.incrementAndGet();
            circuit.answered();
            return lane != null && awaited && freed(row.key(), lane);
        }
        if (!awaited) {
            return false;
        }
        lanes.remove(row.key());
        note(row, Failures.unwrapped(failure));
        return true;
    }

    private boolean freed(MessageKey key, Lane lane) {
        lane.landed();
        return lane.empty() && lanes.remove(key) != null;
    }

    private void note(OutboxRow row, Throwable failure) {
        String text = Failures.text(failure);
        if (Failures.brokerAway(failure)) {
            circuit.failed(System.nanoTime());
            log.warn("away", "The broker is away; nothing is lost, sending is tried again: " + text);
            return;
        }
        circuit.answered();
        Duration pause = retry.after(row.failures() + 1);
        ledger.failed(row, pause, text);
        log.warn(
                Failures.cause(failure),
                "Message %s (%s) of key %s was not accepted, attempt %d; later messages of this key wait, others go on: %s"
                        .formatted(row.message().id(), row.message().type(), row.key(), row.failures() + 1, text));
    }

    /** Counts sends without an answer as failed, and lets their keys be tried again later. */
    boolean landOverdue() {
        long now = System.nanoTime();
        List<Lane.Flight> overdue = flights()
                .filter(flight -> flight.age(now) >= config.sendTimeout().toNanos())
                .toList();
        for (Lane.Flight flight : overdue) {
            String text = "no answer of the broker within " + config.sendTimeout()
                    + ": a handler hangs, or OutboxConfig.sendTimeout is too short";
            if (flight.cancel()) {
                lanes.remove(flight.row().key());
                log.warn("busy", "A message was not even handed to the broker in time: " + text);
            } else {
                land(flight, new TimeoutException(text));
            }
        }
        return !overdue.isEmpty();
    }

    private Stream<Lane.Flight> flights() {
        return lanes.values().stream().map(Lane::flight).filter(Objects::nonNull);
    }

    /** Whether a send is on its way that is younger than that. */
    boolean flying(Duration youngerThan) {
        long now = System.nanoTime();
        return flights().anyMatch(flight -> flight.age(now) < youngerThan.toNanos());
    }

    /** Whether any send is on its way, however old. */
    boolean flying() {
        return flights().findAny().isPresent();
    }

    /** Forgets what did not set off: another relay may send it before this one has the lock again. */
    boolean forgetWaiting() {
        boolean any = false;
        for (Lane lane : lanes.values()) {
            any |= lane.forgetWaiting();
        }
        lanes.values().removeIf(Lane::empty);
        return any;
    }

    /** How long the circuit stays open, in nanoseconds. */
    long brokerAwayFor() {
        return circuit.closedFor(System.nanoTime());
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
