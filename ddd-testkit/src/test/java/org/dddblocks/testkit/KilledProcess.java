package org.dddblocks.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A forked JVM with a {@link KilledNode}, and what it says that it has done. */
final class KilledProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final String role;
    private final Process process;
    private final Queue<String> done = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final Thread listener = new Thread(this::listen, "listens-to-node");

    private KilledProcess(String role, Process process) {
        this.role = role;
        this.process = process;
        listener.setDaemon(true);
        listener.start();
    }

    static KilledProcess start(String url, String role) throws IOException {
        return new KilledProcess(
                role,
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-Xmx96m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledNode.class.getName(),
                                url,
                                role)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    private void listen() {
        try (BufferedReader output = process.inputReader()) {
            output.lines()
                    .filter(line -> line.startsWith("did ") && line.endsWith(" end"))
                    .forEach(this::did);
        } catch (IOException | UncheckedIOException e) {
            done.add("output ended: " + e);
        }
    }

    private void did(String line) {
        done.add(line.split(" ")[1]);
        number.incrementAndGet();
    }

    String role() {
        return role;
    }

    int number() {
        return number.get();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** By -9; what it had said before is heard to the end. */
    List<String> kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
        listener.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
        return List.copyOf(done);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
