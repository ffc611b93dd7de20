package org.dddblocks.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageHandler;
import org.jspecify.annotations.Nullable;

/** The queue of a {@link ScriptedBroker}: one consumer at a time, one message at a time, the oldest first. */
final class ScriptedDelivery {
    /** Between two deliveries of a message that its handler fails on, so that a test's log and processor stay calm. */
    private static final long PAUSE_NANOS = 5_000_000;

    private final Deque<Message> queue = new ArrayDeque<>();
    private @Nullable Object consumer;
    private int acknowledgementsToLose;

    synchronized void add(Message message) {
        queue.add(message);
        notifyAll();
    }

    synchronized void begin(MessageHandler handler) {
        Object mine = new Object();
        consumer = mine;
        notifyAll();
        Thread thread = new Thread(() -> work(mine, handler), "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void end() {
        consumer = null;
        notifyAll();
    }

    synchronized void loseAcknowledgements(int messages) {
        acknowledgementsToLose += messages;
    }

    private void work(Object mine, MessageHandler handler) {
        try {
            for (Message next = next(mine); next != null; next = next(mine)) {
                handle(mine, next, handler);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Message next(Object mine) throws InterruptedException {
        while (consumer == mine && queue.isEmpty()) {
            wait();
        }
        return consumer == mine ? queue.peek() : null;
    }

    private void handle(Object mine, Message message, MessageHandler handler) {
        try {
            handler.handle(message);
        } catch (Throwable failure) {
            LockSupport.parkNanos(PAUSE_NANOS); // it comes again; the test sees what its own handler threw
            return;
        }
        settle(mine);
    }

    private synchronized void settle(Object mine) {
        if (consumer != mine) {
            return; // it died before it could say so
        }
        if (acknowledgementsToLose > 0) {
            acknowledgementsToLose--;
        } else {
            queue.remove();
        }
    }
}
