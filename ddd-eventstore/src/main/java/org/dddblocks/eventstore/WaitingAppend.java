package org.dddblocks.eventstore;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An append on its way to a commit of several.
 *
 * @param result where its sender learns how it ended
 * @param sync whether its sender waits, instead of having given a callback that we must not run on our own thread
 */
record WaitingAppend(EncodedAppend append, CompletableFuture<Appended> result, boolean sync, long since) {
    static WaitingAppend of(EncodedAppend append, boolean sync) {
        return new WaitingAppend(append, new CompletableFuture<>(), sync, System.nanoTime());
    }

    void complete(@Nullable Appended appended, @Nullable Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(appended);
        }
    }
}
