package org.dddblocks.outbox;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells metrics what becomes of a relay's buckets, if there is something to tell; their failures change nothing. */
final class BucketMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(BucketMetrics.class);

    private final OutboxMetrics metrics;
    private final QuietLog log = new QuietLog(LOG, System::nanoTime);

    BucketMetrics(OutboxMetrics metrics) {
        this.metrics = metrics;
    }

    void taken(int buckets) {
        tell(buckets, metrics::bucketsTaken);
    }

    void given(int buckets) {
        tell(buckets, metrics::bucketsGiven);
    }

    void lost(int buckets) {
        tell(buckets, metrics::bucketsLost);
    }

    private void tell(int buckets, IntConsumer whom) {
        if (buckets == 0) {
            return;
        }
        try {
            whom.accept(buckets);
        } catch (RuntimeException broken) {
            log.warn("metrics", "The metrics of the outbox failed; the relay goes on all the same: " + broken);
        }
    }
}
