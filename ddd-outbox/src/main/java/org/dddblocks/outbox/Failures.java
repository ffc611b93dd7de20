package org.dddblocks.outbox;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failures say, without the wrappers of futures. */
final class Failures {
    private static final int LONGEST = 1000;

    private Failures() {}

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper && cause != null ? unwrapped(cause) : failure;
    }

    static boolean brokerAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BrokerUnavailableException) {
                return true;
            }
        }
        return false;
    }

    /** What counts as the same cause in a log. */
    static String cause(Throwable failure) {
        return failure instanceof DeliveryFailedException delivery && delivery.getCause() != null
                ? delivery.subscriber() + " " + delivery.getCause().getClass().getName()
                : failure.getClass().getName();
    }

    /** One line for a log or for the list of failing keys. */
    static String text(Throwable failure) {
        String text = failure.toString().replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
