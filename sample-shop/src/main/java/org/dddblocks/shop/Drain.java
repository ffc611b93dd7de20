package org.dddblocks.shop;

import java.time.Duration;
import java.util.List;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.shop.fulfilment.Fulfilments;

/** Waits until nothing moves: no message is on its way and no fulfilment could take a step. */
final class Drain {
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final List<OutboxRelay> relays;
    private final Fulfilments fulfilments;

    Drain(List<OutboxRelay> relays, Fulfilments fulfilments) {
        this.relays = relays;
        this.fulfilments = fulfilments;
    }

    boolean await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (System.nanoTime() < end) {
                // Messages wake fulfilments and fulfilments send messages: quiet is what was quiet all the while.
                Fulfilments.Snapshot before = fulfilments.snapshot();
                if (before.atRest()
                        && OutboxRelay.awaitQuiet(relays, Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                        && fulfilments.snapshot().equals(before)) {
                    return true;
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
