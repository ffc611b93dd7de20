package org.dddblocks.outbox;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A forked JVM with a {@link SendingNode}. */
final class NodeProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static NodeProcess start(String url, String name, long leaseMillis, String how) throws IOException {
        return new NodeProcess(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx64m",
                        "-cp",
                        classPath(),
                        SendingNode.class.getName(),
                        url,
                        name,
                        String.valueOf(leaseMillis),
                        how)
                .redirectErrorStream(true)
                .start());
    }

    /** Everything that this JVM runs with, modules and classes alike. */
    private static String classPath() {
        String own = NodeProcess.class.getResource("NodeProcess.class").getPath();
        return String.join(
                File.pathSeparator,
                own.substring(0, own.indexOf("/org/dddblocks/")),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("output ended: " + e);
        }
    }

    boolean said(String what) {
        return lines.stream().anyMatch(line -> line.contains(what));
    }

    List<String> lines() {
        return lines;
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
