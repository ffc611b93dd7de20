package org.dddblocks.outbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Writes one line for each cause and minute, and says how many it left out. */
final class QuietLog {
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();
    private static final int CAUSES = 100;

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<String, Seen> causes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > CAUSES;
        }
    };

    QuietLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    synchronized void warn(String cause, String line) {
        long now = nanoTime.getAsLong();
        Seen seen = causes.get(cause);
        if (seen != null && now - seen.at < PAUSE) {
            seen.leftOut++;
            return;
        }
        causes.put(cause, new Seen(now));
        log.warn(seen == null || seen.leftOut == 0 ? line : line + " (" + seen.leftOut + " more like it since)");
    }

    private static final class Seen {
        private final long at;
        private int leftOut;

        private Seen(long at) {
            this.at = at;
        }
    }
}
