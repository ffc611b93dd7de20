package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed while they append and project; what they said was committed is there, whole and in order. */
class KillTest {
    private static final long SEED = 20_260_302;
    private static final int KILLS = 3;
    private static final int MOST_MINUTES = 3;

    private final Random random = new Random(SEED);
    private final List<FeedEntry> seen = new ArrayList<>();
    private long position;

    @Test
    void after_kills_an_h2_file_holds_what_was_acknowledged_whole_and_in_order(@TempDir Path folder) throws Exception {
        killAndJudge("jdbc:h2:file:" + folder.resolve("orders") + ";WRITE_DELAY=0", false);
    }

    @Test
    void after_kills_postgresql_holds_what_was_acknowledged_whole_and_in_order() throws Exception {
        killAndJudge(TestDatabase.POSTGRESQL.freshUrl(), true);
    }

    private void killAndJudge(String url, boolean readAlongside) throws Exception {
        try (Shop shop = Shop.at(url)) {
            UnitsByOrder.in(shop);
        }
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int acknowledgements = 20 + random.nextInt(80);
            if (readAlongside) {
                try (Shop restarted = Shop.at(url)) { // each time another reader, from the last position
                    acknowledged.addAll(runAndKill(url, acknowledgements, () -> readOn(restarted)));
                }
            } else { // one process owns the file
                acknowledged.addAll(runAndKill(url, acknowledgements, () -> {}));
            }
            try (Shop shop = Shop.at(url)) {
                readToTheEnd(shop);
                judge(shop, acknowledged);
            }
        }
    }

    private void readOn(Shop shop) {
        FeedPage page = shop.store.readFeed(position, 100);
        seen.addAll(page.entries());
        position = page.position();
    }

    private void readToTheEnd(Shop shop) {
        for (int before = -1; before < seen.size(); readOn(shop)) {
            before = seen.size();
            readOn(shop);
        }
    }

    private static List<String> runAndKill(String url, int acknowledgements, Runnable alongside) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        classPath(),
                        KilledWriters.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CompletableFuture.delayedExecutor(MOST_MINUTES, TimeUnit.MINUTES)
                .execute(process::destroyForcibly); // writers that are silent for ever fail this test, and do not hang
        // it
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("committed ") && line.endsWith(" end")) {
                    acknowledged.add(line.split(" ")[1]);
                    alongside.run();
                }
                if (acknowledged.size() == acknowledgements) {
                    process.toHandle().destroyForcibly(); // leaves the output to be read to its end
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(acknowledged)
                .as("the process must work until it is killed")
                .hasSizeGreaterThanOrEqualTo(acknowledgements);
        process.onExit().join();
        return acknowledged;
    }

    /** Whatever the tests run on, the child uses the class path: it then needs no module to read another. */
    private static String classPath() throws IOException {
        String own = KilledWriters.class.getResource("KilledWriters.class").getPath();
        String tests = own.substring(0, own.indexOf("/org/dddblocks/"));
        return String.join(
                File.pathSeparator,
                tests,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
    }

    private void judge(Shop shop, List<String> acknowledged) {
        List<FeedEntry> feed = new ArrayList<>();
        for (List<FeedEntry> batch = shop.store.readFeed(0, 1000).entries();
                !batch.isEmpty();
                batch = shop.store
                        .readFeed(feed.get(feed.size() - 1).position(), 1000)
                        .entries()) {
            feed.addAll(batch);
        }
        assertThat(feed)
                .extracting(entry -> entry.envelope().eventId().toString())
                .doesNotHaveDuplicates()
                .containsAll(acknowledged);
        assertThat(seen)
                .as("what the reader saw, who read while others wrote and died")
                .isEqualTo(feed);
        Map<StreamId, Long> versions = new HashMap<>();
        for (FeedEntry entry : feed) {
            long version = versions.merge(entry.envelope().stream(), 1L, Long::sum);
            assertThat(entry.envelope().version()).isEqualTo(version);
        }
        versions.forEach((stream, version) -> {
            assertThat(shop.store.version(stream)).isEqualTo(version);
            assertThat(versions).containsEntry(twin(stream), version);
        });
        judgeModel(shop, versions);
    }

    private static StreamId twin(StreamId stream) {
        return Shop.order(stream.id().endsWith("-twin") ? stream.id().substring(0, 2) : stream.id() + "-twin");
    }

    /** Units 1 and 2 in turn: what was applied twice or left out would show. */
    private static void judgeModel(Shop shop, Map<StreamId, Long> versions) {
        UnitsByOrder model = new UnitsByOrder(shop);
        Projections.on(shop.database, shop.store).catchUp(model);
        Map<String, String> expected = new TreeMap<>();
        versions.forEach((stream, version) -> expected.put(stream.id(), (version - 1) / 2 * 3 + " in " + version));
        assertThat(model.rows()).isEqualTo(expected);
    }
}
