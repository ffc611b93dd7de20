package org.dddblocks.saga;

import java.util.function.BiFunction;

/** How a step is undone. */
sealed interface Undoing<S> {
    /** In a transaction of ours. */
    record ByTx<S>(TxStep.Undo<S, Object> work) implements Undoing<S> {}

    /** By a command and the reply that means that it is undone. */
    record ByCommand<S>(BiFunction<S, Attempted<S, Object>, Object> command, Class<?> reply) implements Undoing<S> {}

    /** There is nothing to undo. */
    record Nothing<S>(String why) implements Undoing<S> {}

    static <S> Undoing<S> nothing(String why) {
        Checks.that(
                why != null && !why.isBlank(),
                "noUndo was given no reason; say why nothing need be undone, as in .noUndo(\"only reads\").");
        return new Nothing<>(why);
    }

    /** For the pivot and the steps after it, which are never asked. */
    static <S> Undoing<S> never() {
        return new Nothing<>("it is the pivot or comes after it");
    }
}
