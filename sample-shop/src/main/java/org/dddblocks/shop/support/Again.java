package org.dddblocks.shop.support;

import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageHandler;
import org.dddblocks.persistence.ConflictException;

/** Tries again when somebody else was first: the new try sees what he did and decides on that. */
public final class Again {
    private static final int TRIES = 10;

    private Again() {}

    /**
     * Runs work that is one transaction.
     *
     * @param work begins and ends its own transaction
     * @param <T> its result
     * @return the result of the first try that met no conflict
     * @throws ConflictException of the tenth try
     */
    public static <T> T onConflict(Work<T> work) {
        for (int tried = 1; ; tried++) {
            try {
                return work.run();
            } catch (ConflictException someoneElseWasFirst) {
                if (tried == TRIES) {
                    throw someoneElseWasFirst;
                }
            }
        }
    }

    /**
     * Hands on a message; the handler begins and ends its own transaction.
     *
     * @param handler of the message
     * @param message it
     * @throws Exception what the handler threw; a conflict only if it was the tenth
     */
    public static void messageOnConflict(MessageHandler handler, Message message) throws Exception {
        for (int tried = 1; ; tried++) {
            try {
                handler.handle(message);
                return;
            } catch (ConflictException someoneElseWasFirst) {
                if (tried == TRIES) {
                    throw someoneElseWasFirst;
                }
            }
        }
    }

    /**
     * Work with a result.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does it.
         *
         * @return the result
         */
        T run();
    }
}
