package org.dddblocks.testservers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A node of a test in a JVM of its own, to be stopped, continued and killed.
 *
 * <p><b>Shape.</b> It runs the {@code main} of a test's class with everything that the test runs with, modules and classes
 * alike; what it prints is kept line by line. <b>Threads.</b> Safe for many.
 *
 * <pre>{@code
 * try (NodeProcess node = NodeProcess.start("-Xmx96m", SendingNode.class, url)) {
 *     await().until(() -> node.said("started"));
 *     node.signal("STOP");
 * }
 * }</pre>
 */
public final class NodeProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a node.
     *
     * @param heap an option of the JVM, such as {@code -Xmx96m}
     * @param main a class of the test
     * @param arguments of its main method
     * @return the running process; close it
     * @throws IOException if no process can be started
     */
    public static NodeProcess start(String heap, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                heap,
                "-cp",
                classPath(main),
                main.getName()));
        command.addAll(List.of(arguments));
        return new NodeProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /**
     * Everything that this JVM runs with, as a forked one wants it.
     *
     * @param test a class of the tests, which Surefire patches into their module
     * @return a class path
     */
    public static String classPath(Class<?> test) {
        String file = "/" + test.getName().replace('.', '/') + ".class";
        String own = test.getResource(file).getPath();
        return String.join(
                File.pathSeparator,
                own.substring(0, own.length() - file.length()),
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

    /**
     * Whether it has printed a text.
     *
     * @param what part of one line
     * @return true if a line contains it
     */
    public boolean said(String what) {
        return lines.stream().anyMatch(line -> line.contains(what));
    }

    /**
     * What it has printed.
     *
     * @return the lines so far, errors too
     */
    public List<String> lines() {
        return lines;
    }

    /**
     * Whether it runs, or is stopped.
     *
     * @return false once it has ended
     */
    public boolean alive() {
        return process.isAlive();
    }

    /**
     * Gives it a line to read.
     *
     * @throws IOException if it has ended
     */
    public void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /**
     * Sends it a signal.
     *
     * @param name such as STOP or CONT
     * @throws IOException if no signal can be sent
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    /** Kills it by -9, also while it is stopped. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
