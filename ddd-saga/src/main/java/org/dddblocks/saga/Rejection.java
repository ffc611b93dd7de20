package org.dddblocks.saga;

import java.util.function.BiFunction;

/**
 * A declared refusal: what says it, and what the state remembers of it.
 *
 * @param type an exception of a tx step, or the payload of a reply
 * @param change gives the new state
 */
record Rejection<S>(Class<?> type, BiFunction<S, Object, S> change) {
    static <S, X> Rejection<S> of(Class<X> type, BiFunction<? super S, ? super X, ? extends S> change) {
        Checks.given(type, "The refusal's class", ".rejectedBy(StockShort.class)");
        Checks.given(change, "The change", ".rejectedBy(StockShort.class, (s, shortage) -> …)");
        return new Rejection<>(type, (state, refusal) -> change.apply(state, type.cast(refusal)));
    }

    boolean matches(Object refusal) {
        return type.isInstance(refusal);
    }
}
