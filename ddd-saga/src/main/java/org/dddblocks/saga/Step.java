package org.dddblocks.saga;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** One step of a definition, as data. */
record Step<S>(
        String name,
        Role role,
        Doing<S> doing,
        BiFunction<S, Object, S> store,
        List<Rejection<S>> rejections,
        Undoing<S> undoing) {

    Optional<Rejection<S>> rejection(Object refusal) {
        return rejections.stream().filter(declared -> declared.matches(refusal)).findFirst();
    }

    boolean isTx() {
        return doing instanceof Doing.ByTx;
    }

    /** Only an undo reads what a step ran with and what it gave. */
    boolean isRecorded() {
        return !(undoing instanceof Undoing.Nothing);
    }

    @Override
    public String toString() {
        return "%s step %s (%s)"
                .formatted(isTx() ? "tx" : "command", name, role.name().toLowerCase(java.util.Locale.ROOT));
    }
}
