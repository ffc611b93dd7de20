package org.dddblocks.saga;

import java.util.function.Function;

/** How a step is done. */
sealed interface Doing<S> {
    /** In a transaction of ours. */
    record ByTx<S>(TxStep.Work<S, ?> work) implements Doing<S> {}

    /** By a command and the reply that means success. */
    record ByCommand<S>(Function<? super S, ?> command, Class<?> reply) implements Doing<S> {}
}
