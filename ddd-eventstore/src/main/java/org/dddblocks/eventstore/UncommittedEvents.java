package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;

/** What one transaction has appended and not yet placed in the feed; of one thread, like its transaction. */
final class UncommittedEvents {
    /** Two stores on the same tables share what a transaction has appended. */
    record Key(String table) {}

    private final List<UncommittedEvent> events = new ArrayList<>();
    private final Map<StreamId, Long> versions = new LinkedHashMap<>();
    private final Map<UUID, Remembered> appends = new HashMap<>();

    boolean isEmpty() {
        return events.isEmpty();
    }

    /**
     * @param before the versions of the streams before these events
     * @throws IllegalStateException if events of one of the streams were undone by a rollback to a savepoint
     */
    void add(Map<StreamId, Long> before, List<UncommittedEvent> appended) {
        before.forEach((stream, version) -> {
            Long known = versions.get(stream);
            if (known != null && !known.equals(version)) {
                throw undone(stream, known);
            }
        });
        for (UncommittedEvent event : appended) {
            versions.put(event.envelope().stream(), event.envelope().version());
        }
        events.addAll(appended);
    }

    private record Remembered(EncodedAppend append, Appended appended) {}

    void remember(EncodedAppend append, Appended appended) {
        if (append.id() != null) {
            appends.put(append.id(), new Remembered(append, appended));
        }
    }

    /** One whose id the caller gave, so that somebody else may have used it. */
    Optional<EncodedAppend> withGivenId() {
        return appends.values().stream().map(Remembered::append).findFirst();
    }

    Optional<Verdict> known(EncodedAppend again) {
        UUID id = again.id();
        Remembered before = id == null ? null : appends.get(id);
        if (id == null || before == null) {
            return Optional.empty();
        }
        return Optional.of(
                before.append().sameContent(again)
                        ? Verdict.known(before.appended())
                        : Verdict.refused(new AppendIdReusedException(
                                id, "this transaction used it for other streams or events")));
    }

    void forget(StreamId stream) {
        versions.remove(stream);
        events.removeIf(event -> event.envelope().stream().equals(stream));
    }

    List<EventEnvelope<DomainEvent>> of(StreamId stream, long afterVersion) {
        if (!versions.containsKey(stream)) {
            return List.of();
        }
        List<EventEnvelope<DomainEvent>> found = new ArrayList<>();
        for (UncommittedEvent event : events) {
            if (event.envelope().stream().equals(stream) && event.envelope().version() > afterVersion) {
                found.add(event.envelope());
            }
        }
        return found;
    }

    List<UncommittedEvent> events() {
        return events;
    }

    Map<StreamId, Long> versions() {
        return versions;
    }

    void clear() {
        events.clear();
        versions.clear();
        appends.clear();
    }

    static IllegalStateException undone(StreamId stream, long version) {
        return new IllegalStateException(
                "The append that moved %s to version %d in this transaction was undone by a rollback to a savepoint, so the"
                                .formatted(stream, version)
                        + " transaction cannot commit: the roots saved in it believe they are stored. Roll the whole"
                        + " transaction back and do its work again; let a savepoint span only your own statements.");
    }
}
