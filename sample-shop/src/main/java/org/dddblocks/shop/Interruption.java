package org.dddblocks.shop;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end cleanly on Ctrl-C: asks it to stop and holds the end of the process back until it has. Threads are not
 * interrupted, because that would close the database's file under them.
 */
final class Interruption implements AutoCloseable {
    private static final long SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final PrintStream err;
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean asked;

    private Interruption(PrintStream err) {
        this.err = err;
    }

    static Interruption watch(PrintStream err) {
        Interruption interruption = new Interruption(err);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** {@return whether the run should end} */
    boolean asked() {
        return asked;
    }

    private void stop() {
        asked = true;
        try {
            boolean inTime = ended.await(SECONDS, TimeUnit.SECONDS);
            err.println(
                    inTime
                            ? "Stopped; run the same command again to continue."
                            : "Stopped in the middle; run the same command again to continue.");
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (asked) return;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            asked = true;
        }
    }
}
