package org.dddblocks.core;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * New ids for events and messages, UUIDs of version 7.
 *
 * <p><b>Shape.</b> 48 bits of milliseconds, 12 bits of a counter that runs on into the milliseconds, 62 random bits:
 * ids of one process grow, also under many threads and when the clock is set back; ids of several processes are in
 * order to about a millisecond. Nothing may rely on that order; it keeps index pages together. <b>Threads.</b> For any
 * number of threads.
 *
 * <pre>{@code
 * UUID id = EventIds.next();
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID Version 7</a>
 */
public final class EventIds {
    private static final int COUNTER_BITS = 12;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicLong LAST = new AtomicLong();

    private EventIds() {}

    /**
     * The next id.
     *
     * @return a UUID of version 7 that is greater, as text and as bytes, than all before it in this process
     */
    public static UUID next() {
        return next(System.currentTimeMillis());
    }

    static UUID next(long millis) {
        long now = millis << COUNTER_BITS;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long counter = tick & ((1 << COUNTER_BITS) - 1);
        long high = tick >>> COUNTER_BITS << 16 | VERSION_7 | counter;
        return new UUID(high, RANDOM.nextLong() >>> 2 | VARIANT);
    }
}
