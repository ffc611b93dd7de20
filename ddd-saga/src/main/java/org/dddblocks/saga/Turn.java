package org.dddblocks.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;
import org.jspecify.annotations.Nullable;

/** One transaction's work on one locked instance: what it was, what happened, what becomes of it. */
final class Turn<S> {
    private final SagaRow row;
    private final SagaDefinition<S> definition;
    private final SagaCore<S> core;
    private final List<Note> notes = new ArrayList<>();
    private Progress<S> progress;
    private Wake wake;
    private @Nullable Task<S> task;
    private @Nullable String cause;

    Turn(SagaRow row, SagaDefinition<S> definition, int maxStarts, S state) {
        this.row = row;
        this.definition = definition;
        this.core = new SagaCore<>(definition, maxStarts);
        this.progress = row.place().with(state);
        this.wake = progress.awaiting() == null ? Wake.NOW : Wake.NEVER;
        this.cause = row.origin().causationId();
    }

    void take(Input input) {
        Decision<S> decision = core.decide(progress, input);
        notes.addAll(decision.notes());
        progress = decision.progress();
        if (decision.wake() != Wake.AS_PLANNED) {
            wake = decision.wake();
            task = decision.task();
        }
    }

    void takeReply(Input.Replied replied) {
        cause = replied.command().equals(progress.awaiting())
                ? replied.message().toString()
                : cause;
        take(replied);
    }

    SagaRow row() {
        return row;
    }

    UUID id() {
        return row.id();
    }

    SagaDefinition<S> definition() {
        return definition;
    }

    S state() {
        return progress.state();
    }

    boolean isAwaiting() {
        return progress.awaiting() != null;
    }

    /** What the last turn left to be done. */
    Task<S> claimed() {
        return new Task<>(core.current(progress), progress.isUndoing());
    }

    @Nullable
    Task<S> task() {
        return task;
    }

    List<Note> notes() {
        return List.copyOf(notes);
    }

    /** What messages of this turn say about why they exist. */
    EventMetadata metadata() {
        EventMetadata origin = row.origin();
        return new EventMetadata(row.id().toString(), cause, origin.actor(), origin.tenant(), origin.traceparent());
    }

    SagaRow result(Stored state, Instant now, Backoff backoff) {
        EventMetadata origin = row.origin();
        return new SagaRow(
                row.head(),
                state,
                Place.of(progress),
                switch (wake) {
                    case NOW -> now;
                    case BACK_OFF -> now.plus(backoff.pause(progress.starts()));
                    default -> null;
                },
                parked(),
                new EventMetadata(origin.correlationId(), cause, origin.actor(), origin.tenant(), origin.traceparent()),
                row.entries() + notes.size(),
                row.revision(),
                progress.status().isEnd() ? now : null);
    }

    private SagaRow.@Nullable Parked parked() {
        boolean isParked = progress.status() == SagaStatus.NEEDS_ATTENTION;
        return isParked
                ? new SagaRow.Parked(
                        Attention.EXHAUSTED, notes.get(notes.size() - 1).why())
                : null;
    }
}
