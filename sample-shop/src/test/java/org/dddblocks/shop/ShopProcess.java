package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The shop as a process of its own: what a person starts in a terminal. */
public final class ShopProcess implements AutoCloseable {
    private static final int MINUTES = 5;

    private final Process process;
    private final Path out;
    private final Path err;

    /** How it ended. */
    public record Ended(int exit, String out, String err) {
        /** Fails with everything the process said if it did not end as wanted. */
        public Ended exited(int expected) {
            assertThat(exit).as("exit code; stdout:%n%s%nstderr:%n%s", out, err).isEqualTo(expected);
            return this;
        }
    }

    private ShopProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The packaged jar on the Java of this build. */
    public static List<String> packaged(String... arguments) {
        return command(List.of(java(), "-jar", System.getProperty("shop.jar")), arguments);
    }

    public static List<String> command(List<String> start, String... arguments) {
        List<String> command = new ArrayList<>(start);
        command.addAll(List.of(arguments));
        return command;
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a command with nothing in its environment but what is named. */
    public static ShopProcess start(List<String> command, Path folder, Map<String, String> environment)
            throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new ShopProcess(
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    public static Ended run(List<String> command, Path folder) throws Exception {
        return run(command, folder, Map.of());
    }

    public static Ended run(List<String> command, Path folder, Map<String, String> environment) throws Exception {
        try (ShopProcess shop = start(command, folder, environment)) {
            return shop.ended();
        }
    }

    public Process process() {
        return process;
    }

    public String saidOnErr() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    public Ended ended() throws Exception {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("It should end within %d minutes and is still at it; stderr:%n%s%nthreads:%n%s"
                    .formatted(MINUTES, saidOnErr(), threads()));
        }
        return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), saidOnErr());
    }

    private String threads() throws IOException {
        String jstack =
                Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
        Process dump = new ProcessBuilder(jstack, "-l", String.valueOf(process.pid()))
                .redirectErrorStream(true)
                .start();
        return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What {@code kill -9} does. */
    public void kill() throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
