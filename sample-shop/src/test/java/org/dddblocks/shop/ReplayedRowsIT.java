package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Replays by the packaged jar: malformed rows, the same file again, a stop in the middle. */
class ReplayedRowsIT {
    private static final String[] ROWS = {
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        "100,85123A,HEART,6,2010-12-01 08:26:00,0.001,17850.0,France",
        "100,85123a,HEART,6,2010-12-01 08:26:00,0.001,17850.0,France",
        "100,POST,\"POSTAGE, AIR\",1,2010-12-01 08:26:00,4.00,17850.0,France",
        "101,22633,\"HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,France",
        "101,22633,HAND WARMER,six,2010-12-01 08:28:00,1.85,17850.0,France",
        "102,22633,HAND WARMER,2,2010-12-01 08:28:00,1.85,,EIRE",
        "C103,85123A,HEART,-7,2010-12-01 09:00:00,0.001,17850.0,France",
        "C104,22633,HAND WARMER,-1,2010-12-02 09:00:00,1.85,,EIRE",
        "C105,85123A,HEART,-2,2010-12-02 09:00:00,0.002,17850.0,France",
        "106,22633,damaged,-3,2010-12-02 09:01:00,0.0,,France",
        "A107,B,Adjust bad debt,1,2010-12-02 09:02:00,-5.00,,France"
    };

    /** Everything cancelled on its day, cancelled in parts and returned later, given away, credited at nothing. */
    private static final String[] CORRECTIONS = {
        ROWS[0],
        "200,A1,BIRD,80995,2010-12-01 09:15:00,2.08,16446.0,France",
        "C201,A1,BIRD,-80995,2010-12-01 09:27:00,2.08,16446.0,France",
        "202,B2,CHEST,6,2010-12-01 10:00:00,12.75,7.0,France",
        "202,B2,CHEST,1,2010-12-01 10:00:00,0.0,7.0,France",
        "C203,B2,CHEST,-2,2010-12-01 10:01:00,12.75,7.0,France",
        "C204,B2,CHEST,-1,2010-12-01 10:02:00,0.0,7.0,France",
        "205,C3,GIFT,1,2010-12-01 10:03:00,0.0,7.0,France",
        "206,B2,CHEST,1,2010-12-02 10:00:00,12.75,7.0,France",
        "C207,B2,CHEST,-3,2010-12-24 10:00:00,12.75,7.0,France",
        "C207,D,DISCOUNT,-1,2010-12-24 10:00:00,1.005,7.0,France"
    };

    @TempDir
    Path folder;

    @Test
    void malformed_rows_are_named_and_parked_once_and_the_rest_goes_on_to_the_thousandth() throws Exception {
        Path file = Files.writeString(folder.resolve("rows.csv"), String.join("\n", ROWS) + "\n");

        ShopProcess.Ended first = replay(file).exited(0);
        ShopProcess.Ended again = replay(file).exited(0);

        assertThat(first.out())
                .contains(
                        "line 5: its quotes are broken",
                        "line 6: Quantity is \"six\"; it must be a whole number",
                        "2 malformed, parked")
                .contains("2 orders (1 guest), 14 units of 2 products")
                .contains("order totals 7.712 (3.712 goods + 4.000 charges)")
                .contains(
                        "3 credit notes with goods: 10 units, 1.861 refunded; 9 units matched (1 orders), 1 unmatched")
                .contains("1 ledger entries: -5.000", "all rows together 0.851", "2 rows, 1 units without a sale");
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(parked()).isEqualTo(2);
    }

    @Test
    void corrections_before_and_after_dispatch_leave_contexts_that_agree() throws Exception {
        Path file = Files.writeString(folder.resolve("rows.csv"), String.join("\n", CORRECTIONS) + "\n");

        assertThat(replay(file).exited(0).out())
                .contains("4 orders (0 guest), 81,004 units of 3 products")
                .contains("4 credit notes with goods: 81,001 units, 168,533.350 refunded; 81,001 units matched")
                .contains("charges refunded on all: -1.005", "all rows together 24.495")
                .contains(
                        "81,004 units opened, 6 shipped, 3 returned, 0 adjusted, 81,001 in the warehouse (0 reserved)")
                .contains(
                        "3 delivered, 1 dropped, 0 scheduled", "4 COMPLETED", "comparisons between the contexts agree");
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "DDD_DATA", matches = ".+", disabledReason = WorkedExample.WHY_NOT)
    void replaying_day_one_again_changes_nothing_and_prints_the_same() throws Exception {
        ShopProcess.Ended first = replay(WorkedExample.file());
        WorkedExample.isPrintedBy(first);

        assertThat(replay(WorkedExample.file()).exited(0).out()).isEqualTo(first.out());
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "DDD_DATA", matches = ".+", disabledReason = WorkedExample.WHY_NOT)
    void a_replay_that_is_asked_to_stop_ends_cleanly_and_is_continued_by_the_same_command() throws Exception {
        // Interpreted, so that no machine is done with the rows before the signal comes.
        List<String> slow = List.of(ShopProcess.java(), "-Xint", "-jar", System.getProperty("shop.jar"));
        try (ShopProcess shop = ShopProcess.start(
                ShopProcess.command(slow, "replay", WorkedExample.file().toString(), "--data", "state"),
                folder,
                Map.of())) {
            Awaitility.await()
                    .atMost(1, TimeUnit.MINUTES)
                    .until(() -> !shop.process().isAlive() || shop.saidOnErr().contains(" rows ("));
            shop.process().destroy();
            ShopProcess.Ended stopped = shop.ended().exited(143);
            assertThat(stopped.err())
                    .contains("Stopped; run the same command again to continue.")
                    .doesNotContain("Exception");
            assertThat(stopped.out()).isEmpty();
        }

        WorkedExample.isPrintedBy(replay(WorkedExample.file()));
    }

    private ShopProcess.Ended replay(Path file) throws Exception {
        List<String> shortLived = List.of(
                ShopProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("shop.jar"));
        return ShopProcess.run(ShopProcess.command(shortLived, "replay", file.toString(), "--data", "state"), folder);
    }

    private long parked() throws Exception {
        try (Connection state = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("state/shop"), "sa", "");
                Statement statement = state.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from replay.parked_row")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
