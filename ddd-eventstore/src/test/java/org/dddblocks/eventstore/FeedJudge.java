package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.FeedEntry;

/** Knows which events were committed and says whether a reader saw just those, each once, in the order of its stream. */
final class FeedJudge {
    private final Queue<UUID> committed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lost = new AtomicInteger();

    void committed(List<? extends EventEnvelope<?>> events) {
        events.forEach(event -> committed.add(event.eventId()));
    }

    void lost() {
        lost.incrementAndGet();
    }

    int committed() {
        return committed.size();
    }

    void check(List<FeedEntry> seen) {
        assertThat(lost).as("transactions that were rolled back or lost a race").hasPositiveValue();
        assertThat(seen)
                .extracting(entry -> entry.envelope().eventId())
                .as("lost, repeated or never committed")
                .containsExactlyInAnyOrderElementsOf(committed);
        assertThat(seen).extracting(FeedEntry::position).isSorted().doesNotHaveDuplicates();
        Map<StreamId, Long> versions = new HashMap<>();
        for (FeedEntry entry : seen) {
            long before = versions.getOrDefault(entry.envelope().stream(), 0L);
            assertThat(entry.envelope().version())
                    .as("%s at position %d", entry.envelope().stream(), entry.position())
                    .isEqualTo(before + 1);
            versions.put(entry.envelope().stream(), before + 1);
        }
    }
}
