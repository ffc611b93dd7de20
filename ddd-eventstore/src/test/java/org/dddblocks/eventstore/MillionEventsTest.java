package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testservers.NodeProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of a million events is rebuilt in a process that could not hold them. */
class MillionEventsTest {
    private static final int EVENTS = 1_000_000;
    private static final String COUNTER = "update ${feed_head} set position = " + EVENTS + " where id = 1";
    private static final String SEQUENCE = "select setval('${event_position}', " + EVENTS + ")";

    /** Needs no server, but minutes, because H2 inserts rows one by one. */
    @Test
    @Tag("services")
    void on_h2_a_million_events_are_read_with_64_mib(@TempDir Path folder) throws Exception {
        readInSmallProcess(
                "jdbc:h2:file:" + folder.resolve("orders") + ";CACHE_SIZE=8192",
                "select x as n from system_range(1, %d)",
                "random_uuid()",
                "current_timestamp",
                COUNTER);
    }

    @Test
    void on_postgresql_a_million_events_are_read_with_64_mib() throws Exception {
        readInSmallProcess(
                TestDatabase.POSTGRESQL.freshUrl(),
                "select n from generate_series(1, %d) as s(n)",
                "gen_random_uuid()",
                "current_timestamp",
                SEQUENCE);
    }

    @Test
    @Tag("services")
    void on_mariadb_a_million_events_are_read_with_64_mib() throws Exception {
        readInSmallProcess(
                TestDatabase.MARIADB.freshUrl(),
                "select seq as n from seq_1_to_%d",
                "uuid()",
                "current_timestamp(6)",
                COUNTER);
    }

    private static void readInSmallProcess(String url, String numbers, String uuid, String now, String positions)
            throws Exception {
        try (Shop shop = Shop.at(url)) {
            fill(shop, numbers.formatted(EVENTS), uuid, now);
            shop.transactions.run(() -> execute(shop, positions));
        }
        assertThat(run(url)).isEqualTo("read " + EVENTS + " " + EVENTS);
    }

    private static void execute(Shop shop, String sql) throws SQLException {
        try (Statement statement = shop.transactions.connection().createStatement()) {
            statement.execute(sql.replace("${feed_head}", shop.database.table("feed_head"))
                    .replace("${event_position}", shop.database.table("event_position")));
        }
    }

    /** By one statement, because appending them would take minutes. */
    private static void fill(Shop shop, String numbers, String uuid, String now) {
        shop.transactions.run(() -> {
            Jdbc.update(
                    shop.transactions.connection(),
                    "insert into " + shop.database.table("stream")
                            + " (stream_type, stream_id, version) values ('order', 'long', " + EVENTS + ")");
            Jdbc.update(
                    shop.transactions.connection(),
                    "insert into " + shop.database.table("event") + " (position, stream_type, stream_id, version,"
                            + " event_id, type_name, schema_version, occurred_at, recorded_at, payload) select n, 'order',"
                            + " 'long', n, " + uuid + ", 'ordering.UnitsAdded', 1, " + now + ", " + now
                            + ", '{\"units\":1}' from (" + numbers + ") numbers");
        });
    }

    private static String run(String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-cp",
                        NodeProcess.classPath(MillionEventsTest.class),
                        MillionEvents.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String read = "";
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                read = line.startsWith("read ") ? line : read;
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return read;
    }
}
