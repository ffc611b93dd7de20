package org.dddblocks.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its row says.
 *
 * @param origin why it exists; its causation id is the last message that moved it
 * @param entries of its story so far
 */
record SagaRow(
        Head head,
        Stored state,
        Place place,
        @Nullable Instant nextWakeAt,
        @Nullable Parked parked,
        EventMetadata origin,
        int entries,
        long revision,
        @Nullable Instant endedAt) {

    /** What never changes. */
    record Head(UUID id, String definition, int version, String businessKey, Instant startedAt) {}

    /** Why it stands in NEEDS_ATTENTION. */
    record Parked(Attention attention, String why) {}

    UUID id() {
        return head.id();
    }

    boolean isDue(Instant now) {
        return place.status().isActive() && nextWakeAt != null && !nextWakeAt.isAfter(now);
    }

    SagaRow parkedBecause(Attention attention, String why) {
        return new SagaRow(
                head, state, place.parked(), null, new Parked(attention, why), origin, entries, revision, null);
    }

    SagaRow resumedAt(Instant now) {
        return new SagaRow(head, state, place.resumed(), now, null, origin, entries, revision, null);
    }

    SagaRow told(int more) {
        return new SagaRow(head, state, place, nextWakeAt, parked, origin, entries + more, revision, endedAt);
    }

    SagaInstance view() {
        return new SagaInstance(
                head.id(),
                head.definition(),
                head.version(),
                head.businessKey(),
                place.status(),
                Optional.ofNullable(place.step()),
                place.starts(),
                Optional.ofNullable(nextWakeAt),
                Optional.ofNullable(parked).map(Parked::why),
                revision,
                head.startedAt(),
                Optional.ofNullable(endedAt));
    }

    @Override
    public String toString() {
        return "saga %s version %d, key %s, instance %s"
                .formatted(head.definition(), head.version(), head.businessKey(), head.id());
    }
}
