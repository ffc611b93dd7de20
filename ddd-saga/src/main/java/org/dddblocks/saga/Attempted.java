package org.dddblocks.saga;

import java.util.Optional;
import java.util.function.Function;

/**
 * What an undo is told about the step it undoes, as it was recorded when the step completed.
 *
 * @param input the state with which the step ran; newer changes of the state are not in it
 * @param result what the step gave back; empty where nobody may know whether it took effect. The steps of this version,
 *     {@code tx} and {@code command}, are undone only after they completed, so that theirs is always present
 * @param <S> the saga's state
 * @param <R> the step's result
 */
public record Attempted<S, R>(S input, Optional<R> result) {
    <T> Attempted<S, T> map(Function<? super R, ? extends T> change) {
        return new Attempted<>(input, result.map(change));
    }
}
