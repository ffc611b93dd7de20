package org.dddblocks.eventstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A forked JVM with a {@link ProjectingNode}. */
final class NodeProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static NodeProcess start(String url, long leaseMillis, String how) throws IOException {
        return new NodeProcess(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx96m",
                        "-cp",
                        TestClassPath.get(),
                        ProjectingNode.class.getName(),
                        url,
                        String.valueOf(leaseMillis),
                        how)
                .redirectErrorStream(true)
                .start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("output ended: " + e);
        }
    }

    boolean said(Predicate<String> what) {
        return lines.stream().anyMatch(what);
    }

    /** How many transactions it says it has committed. */
    long committed() {
        return lines.stream()
                .filter(line -> line.startsWith("node: CATCHING_UP"))
                .count();
    }

    List<String> lines() {
        return lines;
    }

    boolean alive() {
        return process.isAlive();
    }

    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** With a name such as STOP or CONT. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor(60, TimeUnit.SECONDS);
    }

    /** By -9. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
