package org.dddblocks.benchmarks.eventstore;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.dddblocks.benchmarks.paired.Load;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.Expected;

/** One event or a hundred in one commit, by one thread or eight, waiting for each or for none. */
final class Appends {
    private static final int IN_FLIGHT = 32;

    private final EventStore store;
    private final HandWritten byHand;
    private final int slots;
    private final Duration slot;

    Appends(EventStore store, HandWritten byHand, int slots, Duration slot) {
        this.store = store;
        this.byHand = byHand;
        this.slots = slots;
        this.slot = slot;
    }

    Map<String, Callable<Paired>> lines() {
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        lines.put("append of one event, 1 thread", () -> paired(1.0, 1, 1));
        lines.put("append of one event, 8 threads", () -> paired(1.0, 8, 1));
        lines.put("append of 100 events, 1 thread", () -> paired(1.1, 1, 100));
        lines.put("appendAsync of one event, 8 threads with 32 in flight", this::inFlight);
        return lines;
    }

    private Paired paired(double wanted, int threads, int events) throws Exception {
        Load load = new Load(threads, slot);
        return Paired.measure(
                slots, wanted, () -> load.rate(byHand(threads, events)), () -> load.rate(ours(threads, events)));
    }

    private Load.Turn byHand(int threads, int events) {
        Turns turns = new Turns(threads, events);
        return thread -> {
            byHand.append(turns.stream(thread), turns.version(thread), turns.events(thread));
            return turns.done(thread);
        };
    }

    private Load.Turn ours(int threads, int events) {
        Turns turns = new Turns(threads, events);
        return thread -> {
            store.append(new StreamId("ledger", turns.stream(thread)), turns.version(thread), turns.events(thread));
            return turns.done(thread);
        };
    }

    /** Waits for the oldest of those in flight and sends one more; the hand-written side has no such thing. */
    private Paired inFlight() throws Exception {
        Load load = new Load(8, slot);
        return Paired.measure(slots, 5.0, () -> load.rate(byHand(8, 1)), () -> {
            Turns turns = new Turns(8, 1);
            Map<Integer, Deque<CompletableFuture<?>>> flights = new java.util.concurrent.ConcurrentHashMap<>();
            return load.rate(thread -> {
                Deque<CompletableFuture<?>> flying = flights.computeIfAbsent(thread, any -> new ArrayDeque<>());
                if (flying.size() == IN_FLIGHT) flying.removeFirst().get();
                StreamId stream = new StreamId("ledger", turns.stream(thread));
                flying.addLast(store.appendAsync(
                                Append.to(stream, Expected.exactly(turns.version(thread)), turns.events(thread)))
                        .toCompletableFuture());
                return turns.done(thread);
            });
        });
    }
}
