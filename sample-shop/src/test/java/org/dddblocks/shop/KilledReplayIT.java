package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A replay of day one that is killed with -9 ends, when it is run again, with the totals of an undisturbed one. */
@EnabledIfEnvironmentVariable(named = "DDD_DATA", matches = ".+", disabledReason = WorkedExample.WHY_NOT)
class KilledReplayIT {
    private static final int LONGEST_CHAIN = 4;
    private static final int STAGES = 10;
    private static final int FEW = 4;
    private static final int MANY = 20;
    private static final int MOST_FOLDERS = 60;

    private final Map<String, Integer> stages = new TreeMap<>();
    private final Random random = new Random(20101201);

    @TempDir
    Path folder;

    /** As many kills as take too long for the plain build. */
    @Test
    @Tag("services")
    void a_replay_killed_at_twenty_random_moments_ends_each_time_with_the_totals_of_the_worked_example()
            throws Exception {
        killedAndRunToItsEnd(MANY);
        assertThat(stages).hasSizeGreaterThanOrEqualTo(STAGES);
    }

    @Test
    void a_replay_killed_in_the_middle_ends_with_the_totals_of_the_worked_example() throws Exception {
        killedAndRunToItsEnd(FEW);
        assertThat(stages).isNotEmpty();
    }

    private void killedAndRunToItsEnd(int wanted) throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        WorkedExample.isPrintedBy(ShopProcess.run(replay(undisturbed, "-XX:ArchiveClassesAtExit="), folder));
        long millis = millisOfARun();
        long last = SagaStages.of(undisturbed, folder).delivered();

        int kills = 0;
        for (int folders = 0; folders < MOST_FOLDERS && kills < wanted; folders++) {
            kills += killsInOneFolder(Math.min(LONGEST_CHAIN, wanted - kills), millis, last);
        }

        assertThat(kills).as("kills between the first and the last delivery").isEqualTo(wanted);
        System.out.println("Stages of a saga at " + wanted + " kills (how many sagas stood there):");
        stages.forEach((stage, sagas) -> System.out.printf("  %5d  %s%n", sagas, stage));
        assertThat(stages.keySet()).noneMatch(stage -> stage.contains("LOST"));
    }

    private long millisOfARun() throws Exception {
        long start = System.nanoTime();
        WorkedExample.isPrintedBy(ShopProcess.run(replay(folder.resolve("measured")), folder));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Kills on top of kills; after each, a copy of the folder is run to its end. */
    private int killsInOneFolder(int atMost, long millis, long last) throws Exception {
        Path data = Files.createTempDirectory(folder, "data");
        int kills = 0;
        for (int tries = 0; tries < 3 * atMost && kills < atMost; tries++) {
            if (!killedInTime(data, random.nextLong(millis / 8, millis))) break;
            SagaStages found = SagaStages.of(data, folder);
            if (found.delivered() == 0 || found.delivered() >= last) continue;
            System.out.println("kill after " + found);
            found.stages().forEach((stage, sagas) -> stages.merge(stage, sagas, Integer::sum));
            WorkedExample.isPrintedBy(ShopProcess.run(replay(SagaStages.copied(data, folder)), folder));
            kills++;
        }
        return kills;
    }

    private boolean killedInTime(Path data, long millis) throws Exception {
        try (ShopProcess shop = ShopProcess.start(replay(data), folder, Map.of())) {
            if (shop.process().waitFor(millis, TimeUnit.MILLISECONDS)) return false;
            shop.kill();
            return true;
        }
    }

    /** Most of a short run is the start of Java: it is shared by the runs, from an archive that the undisturbed one leaves. */
    private List<String> replay(Path data, String archive) {
        List<String> java = List.of(
                ShopProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                archive + folder.resolve("classes.jsa"),
                "-jar",
                System.getProperty("shop.jar"));
        return ShopProcess.command(java, "replay", WorkedExample.file().toString(), "--data", data.toString());
    }

    private List<String> replay(Path data) {
        return replay(data, "-XX:SharedArchiveFile=");
    }
}
