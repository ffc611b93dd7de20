package org.dddblocks.saga;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link Progress} without the user's state, which only a known definition can read. */
record Place(
        SagaStatus status,
        @Nullable String step,
        int starts,
        List<String> completed,
        @Nullable UUID awaiting,
        @Nullable SagaStatus parkedFrom) {

    static Place of(Progress<?> progress) {
        return new Place(
                progress.status(),
                progress.step(),
                progress.starts(),
                progress.completed(),
                progress.awaiting(),
                progress.parkedFrom());
    }

    <S> Progress<S> with(S state) {
        return new Progress<>(state, status, step, completed, starts, awaiting, parkedFrom);
    }

    Place parked() {
        return new Place(SagaStatus.NEEDS_ATTENTION, step, starts, completed, awaiting, status);
    }

    Place resumed() {
        SagaStatus before = parkedFrom == null ? SagaStatus.RUNNING : parkedFrom;
        return new Place(before, step, starts, completed, awaiting, null);
    }
}
