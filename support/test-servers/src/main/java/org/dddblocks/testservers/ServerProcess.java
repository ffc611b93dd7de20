package org.dddblocks.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** One life of a PostgreSQL: a process of ours with children of its own. */
record ServerProcess(Process postmaster, DataSource dataSource) {
    private static final int CONNECT_SECONDS = 10;
    private static final long POLL_NANOS = 20_000_000;
    private static final int LAST_CHARACTERS = 4000;

    /** How to start it. */
    record Command(Path folder, List<String> words) {
        static Command with(String program, Path folder, Map<String, String> settings) {
            List<String> words = new ArrayList<>();
            if ("root".equals(System.getProperty("user.name"))) { // which PostgreSQL refuses to be
                words.addAll(List.of("unshare", "-U"));
            }
            words.addAll(List.of(program, "-D", data(folder).toString(), "-h", "127.0.0.1", "-k", ""));
            settings.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
            return new Command(folder, words);
        }

        static Path data(Path folder) {
            return folder.resolve("data");
        }

        private Path log() {
            return folder.resolve("server.log");
        }

        ServerProcess start(Duration longest) throws IOException, SQLException {
            int port = freePort();
            List<String> all = new ArrayList<>(words);
            all.addAll(List.of("-p", String.valueOf(port)));
            Process postmaster = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            String url = "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&loginTimeout=%d"
                    .formatted(port, CONNECT_SECONDS);
            ServerProcess process =
                    new ServerProcess(postmaster, PostgresDatabase.at(url).dataSource());
            try {
                process.awaitReady(longest);
                return process;
            } catch (SQLException e) {
                process.killAll();
                throw e;
            }
        }

        String endOfLog() {
            try {
                String log = Files.readString(log(), StandardCharsets.UTF_8);
                return log.substring(Math.max(0, log.length() - LAST_CHARACTERS));
            } catch (IOException e) {
                return "unknown: " + e;
            }
        }

        private static int freePort() throws IOException {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }

    void awaitReady(Duration longest) throws SQLException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            try {
                dataSource.getConnection().close();
                return;
            } catch (SQLException e) { // it is starting, or recovering
                if (System.nanoTime() - end > 0 || !postmaster.isAlive()) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /** The server knows that a process was killed when it has ended all others. */
    void awaitEndOf(Connection victim) throws SQLException {
        while (victim.isValid(CONNECT_SECONDS)) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    static long pidOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Stopped first, so that it starts no child that would outlive it. */
    void killAll() {
        signal("-STOP", List.of(postmaster.pid()));
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster.toHandle());
        signal("-KILL", all.stream().map(ProcessHandle::pid).toList());
        all.forEach(process -> process.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    }

    /** "Fast": open transactions are rolled back. A server that does not end so, as was seen after a crash, is killed. */
    void stop(Duration longest) {
        signal("-INT", List.of(postmaster.pid()));
        try {
            if (postmaster.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        killAll();
    }

    static void signal(String name, List<Long> pids) {
        List<String> command = new ArrayList<>(List.of("kill", name));
        pids.forEach(pid -> command.add(String.valueOf(pid)));
        try {
            // A child may have ended by itself meanwhile: then the command fails, and that is all right.
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(1, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server was sent a signal.", e);
        }
    }
}
