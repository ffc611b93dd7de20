package org.dddblocks.benchmarks.eventstore;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.dddblocks.benchmarks.eventstore.Booked.AmountBooked;

/** Each thread has a stream of its own and appends to it. */
final class Turns {
    private static final AtomicLong STREAMS = new AtomicLong();
    /** Made before the clock runs: texts at random cost more than some of what is measured. */
    private static final List<AmountBooked> EVENTS = events(new Random(1), 4096);

    private final String[] streams;
    private final long[] versions;
    private final int events;

    Turns(int threads, int events) {
        this.events = events;
        versions = new long[threads];
        streams = new String[threads];
        for (int i = 0; i < threads; i++) streams[i] = "stream-" + STREAMS.incrementAndGet();
    }

    private static List<AmountBooked> events(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> AmountBooked.random(random))
                .toList();
    }

    String stream(int thread) {
        return streams[thread];
    }

    long version(int thread) {
        return versions[thread];
    }

    List<AmountBooked> events(int thread) {
        int from = (int) ((versions[thread] * 31 + thread * 7L) % (EVENTS.size() - events + 1));
        return EVENTS.subList(from, from + events);
    }

    int done(int thread) {
        versions[thread] += events;
        return events;
    }
}
