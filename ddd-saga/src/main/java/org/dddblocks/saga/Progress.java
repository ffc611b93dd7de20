package org.dddblocks.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What decides about an instance, without where and when it is stored.
 *
 * @param state the user's state
 * @param status where it stands
 * @param step the step that runs, waits or is being undone; null at the end
 * @param completed the steps that are done and not undone, in the order in which they were recorded
 * @param starts of that step, without finishing
 * @param awaiting the command whose reply is awaited
 * @param parkedFrom the status before NEEDS_ATTENTION
 */
record Progress<S>(
        S state,
        SagaStatus status,
        @Nullable String step,
        List<String> completed,
        int starts,
        @Nullable UUID awaiting,
        @Nullable SagaStatus parkedFrom) {

    static <S> Progress<S> begin(S state, String first) {
        return new Progress<>(state, SagaStatus.RUNNING, first, List.of(), 0, null, null);
    }

    boolean isUndoing() {
        return status == SagaStatus.COMPENSATING;
    }

    Progress<S> started() {
        return new Progress<>(state, status, step, completed, starts + 1, null, parkedFrom);
    }

    Progress<S> awaiting(@Nullable UUID command) {
        return new Progress<>(state, status, step, completed, starts, command, parkedFrom);
    }

    Progress<S> done(S newState, String name) {
        List<String> more = new ArrayList<>(completed);
        more.add(name);
        return new Progress<>(newState, status, step, List.copyOf(more), starts, null, parkedFrom);
    }

    Progress<S> undone() {
        List<String> less = List.copyOf(completed.subList(0, completed.size() - 1));
        return new Progress<>(state, status, step, less, starts, null, parkedFrom);
    }

    Progress<S> at(String next) {
        return new Progress<>(state, status, next, completed, 0, null, parkedFrom);
    }

    Progress<S> compensating(S newState) {
        return new Progress<>(newState, SagaStatus.COMPENSATING, step, completed, 0, null, parkedFrom);
    }

    Progress<S> ended(SagaStatus end) {
        return new Progress<>(state, end, null, completed, 0, null, null);
    }

    Progress<S> parked() {
        return new Progress<>(state, SagaStatus.NEEDS_ATTENTION, step, completed, starts, awaiting, status);
    }
}
