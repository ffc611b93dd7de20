package org.dddblocks.shop.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line now and then, for a log or a pipe: rows, rate, time left. */
final class LineProgress implements Progress {
    private static final long EVERY = Duration.ofSeconds(2).toNanos();
    private static final long NEVER = Long.MIN_VALUE;

    private final PrintStream out;
    private final long all;
    private final LongSupplier nanos;
    private long start = NEVER;
    private long last;
    private String what = "";

    LineProgress(PrintStream out, long all, LongSupplier nanos) {
        this.out = out;
        this.all = all;
        this.nanos = nanos;
    }

    @Override
    public void at(long rows) {
        long now = nanos.getAsLong();
        if (start == NEVER) {
            // What comes before the first row says nothing about the rate.
            start = now;
            last = now;
        }
        if (now - last < EVERY && rows < all) return;
        last = now;
        long millis = Math.max(1, (now - start) / 1_000_000);
        long rate = rows * 1_000 / millis;
        long secondsLeft = (all - rows) / Math.max(1, rate);
        out.printf(
                Locale.ROOT,
                "%,d of %,d rows (%d %%), %,d rows/s, %d:%02d left%s%n",
                rows,
                all,
                rows * 100 / all,
                rate,
                secondsLeft / 60,
                secondsLeft % 60,
                what.isEmpty() ? "" : ", " + what);
    }

    @Override
    public void now(String doing) {
        what = doing;
    }

    @Override
    public void close() {}
}
