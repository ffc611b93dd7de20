package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Day one of the data set, and what its description says a correct replay must give. */
public final class WorkedExample {
    /** Why a test that needs the data was not run. */
    public static final String WHY_NOT = "Set DDD_DATA to the folder that contains online-retail/ and this test runs.";

    private static final String[] TOTALS = {
        "3,108 rows: 9 CHARGE, 25 CANCEL_LINE, 10 STOCK_ADJUST, 3,064 ORDER_LINE",
        "127 orders (6 guest), 26,909 units of 1,336 products",
        "order totals 58,960.790 (57,626.330 goods + 1,334.460 charges)",
        "United Kingdom            54,818.080 / 120 orders",
        "Norway                     1,919.140 / 1 orders",
        "France                       855.860 / 1 orders",
        "EIRE                         555.380 / 2 orders",
        "Australia                    358.250 / 1 orders",
        "Germany                      261.480 / 1 orders",
        "Netherlands                  192.600 / 1 orders",
        "5 credit notes with goods: 182 units, 297.730 refunded; 6 units matched (1 orders), 176 unmatched, parked",
        "1 credit notes without goods; charges refunded on all: -27.500",
        "0 ledger entries: 0.000",
        "all rows together 58,635.560",
        "127 completed, 0 rejected (0.000), 0 on their way",
        "127 captured: 58,960.790; 0 declined; 6 refunded: 325.230; 0 refunds wait",
        "127 delivered, 0 dropped, 0 scheduled",
        "127 COMPLETED",
        ", 0 waiting",
        "0 rows, 176 units without a sale",
        "comparisons between the contexts agree"
    };

    private WorkedExample() {}

    public static Path file() {
        Path file = Path.of(System.getenv("DDD_DATA"), "online-retail", "online-retail-2010-12-01.csv.gz")
                .toAbsolutePath();
        if (Files.isRegularFile(file)) return file;
        throw new IllegalStateException(
                file + " is missing: DDD_DATA must name the folder that contains online-retail/.");
    }

    /** Fails unless all totals stand in what a replay printed. */
    public static void isPrintedBy(ShopProcess.Ended replay) {
        assertThat(replay.exited(0).out()).contains(TOTALS);
    }
}
