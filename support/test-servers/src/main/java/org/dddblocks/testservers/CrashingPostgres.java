package org.dddblocks.testservers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18 of a test's own, which the test may kill in the middle of its work and start again on the same data.
 *
 * <p><b>Shape.</b> One database. Commits are durable, as in {@link PostgresServer}; settings may be added. Every start
 * takes another port, which {@link #dataSource()} follows, so that writers and readers may stay what they are while the
 * server comes and goes. <b>Threads.</b> One thread kills and starts; many may connect meanwhile, and fail while there is
 * no server. Starting takes about two seconds the first time, less afterwards.
 *
 * <pre>{@code
 * try (CrashingPostgres server = CrashingPostgres.start(Map.of("max_prepared_transactions", "5"))) {
 *     write(server.dataSource());
 *     server.kill();
 *     server.restart();
 * }
 * }</pre>
 */
public final class CrashingPostgres implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;

    private final Path folder;
    private final ServerProcess.Command command;
    private final Thread atEnd = new Thread(this::end, "kill-postgres");
    private volatile @Nullable ServerProcess process;

    private CrashingPostgres(Path folder, ServerProcess.Command command) {
        this.folder = folder;
        this.command = command;
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /**
     * Starts a server with an empty database.
     *
     * @param settings of the server besides ours, by name
     * @return the running server; close it
     * @throws IllegalStateException if it does not start, with the end of its log
     */
    public static CrashingPostgres start(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(
                Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on", "max_connections", "100"));
        all.putAll(settings);
        try {
            Path folder = Files.createTempDirectory("postgres-");
            CrashingPostgres server =
                    new CrashingPostgres(folder, ServerProcess.Command.with(program(folder), folder, all));
            server.restart();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the embedded one make the data folder, since it knows where its programs are, and asks which one it ran. */
    private static String program(Path folder) throws IOException {
        Path data = ServerProcess.Command.data(folder);
        try (EmbeddedPostgres first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(LONGEST_START)
                .start()) {
            Objects.requireNonNull(first);
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            return ProcessHandle.of(pid).flatMap(it -> it.info().command()).orElseThrow();
        }
    }

    /**
     * Opens connections to wherever the server is, one for each call, without a pool.
     *
     * @return a data source that stays the same across restarts
     */
    public DataSource dataSource() {
        return MovingDataSource.to(() -> running().dataSource());
    }

    private ServerProcess running() throws SQLException {
        ServerProcess current = process;
        if (current == null) {
            throw new SQLException("The server is not running.", "08001");
        }
        return current;
    }

    /**
     * Kills all processes of the server at the same moment, as a failing machine does: what it had in memory is lost, what
     * the operating system had in its hands is not.
     */
    public void kill() {
        ServerProcess current = process;
        process = null;
        if (current != null) {
            current.killAll();
        }
    }

    /**
     * Kills the process that serves a connection. The server then ends all others, recovers from its log and goes on
     * under the same address and with the same time of start.
     *
     * @param victim a connection of {@link #dataSource()}; it is lost with all others
     * @throws IllegalStateException if the server does not come back
     */
    public void killProcessOf(Connection victim) {
        try {
            ServerProcess current = running();
            ServerProcess.signal("-KILL", List.of(ServerProcess.pidOf(victim)));
            current.awaitEndOf(victim);
            current.awaitReady(LONGEST_START);
        } catch (SQLException e) {
            throw new IllegalStateException("The server did not come back after one of its processes was killed.", e);
        }
    }

    /**
     * Starts the server on the data that is there, ending it properly before if it runs, or by a kill if it does not end.
     *
     * @throws IllegalStateException if it does not start, with the end of its log
     */
    public void restart() {
        ServerProcess current = process;
        process = null;
        if (current != null) {
            current.stop(LONGEST_STOP);
        }
        List<Exception> failures = new ArrayList<>();
        while (failures.size() < ATTEMPTS) { // between looking for a free port and using it somebody else may take it
            try {
                process = command.start(LONGEST_START);
                return;
            } catch (SQLException | IOException e) {
                failures.add(e);
            }
        }
        IllegalStateException failure = new IllegalStateException(
                "PostgreSQL did not start in " + ATTEMPTS + " attempts. Its log ends: " + command.endOfLog());
        failures.forEach(failure::addSuppressed);
        throw failure;
    }

    /** Kills the server and deletes its data. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atEnd);
        end();
    }

    private void end() {
        kill();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
