package org.dddblocks.shop;

import java.io.PrintStream;
import java.nio.file.Path;
import org.dddblocks.shop.replay.Progress;
import org.dddblocks.shop.replay.Replay;
import org.dddblocks.shop.replay.ReplayReport;
import org.dddblocks.shop.replay.UnusableFileException;
import org.slf4j.LoggerFactory;

/** One run of the command {@code replay}. */
final class ReplayRun {
    private final PrintStream out;
    private final PrintStream err;

    ReplayRun(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(Path file, Path data) {
        try {
            Replay replay = Replay.of(file);
            try (DataFolder folder = DataFolder.open(data)) {
                return inside(folder, replay);
            }
        } catch (UnusableFileException | ShopUnavailableException sentence) {
            err.println(sentence.getMessage());
            return ShopCommand.WRONG_USE;
        }
    }

    private int inside(DataFolder folder, Replay replay) throws UnusableFileException {
        System.setProperty("shop.log", folder.path().resolve("shop.log").toString());
        ShopConfig config = ShopConfig.inFolder(folder.path());
        try (Interruption interruption = Interruption.watch(err);
                Shop shop = Shop.open(config)) {
            return running(folder, shop, config, replay, interruption);
        }
    }

    private int running(DataFolder folder, Shop shop, ShopConfig config, Replay replay, Interruption interruption)
            throws UnusableFileException {
        try {
            ReplayReport report;
            try (Progress progress = replay.progress(err, System.console() != null)) {
                report = replay.into(shop, config, progress, interruption::asked);
            }
            report.print(out);
            return report.consistent() ? ShopCommand.WELL : ShopCommand.FAILED;
        } catch (RuntimeException failed) {
            // Whatever fails while it is being stopped is a consequence of stopping.
            return interruption.asked() ? ShopCommand.STOPPED : failed(folder, failed);
        }
    }

    private int failed(DataFolder folder, Exception failed) {
        LoggerFactory.getLogger(ReplayRun.class).error("The replay failed", failed);
        err.println("The replay failed: " + String.valueOf(failed.getMessage()).replaceAll("\\R+", " ")
                + " The details are in " + folder.path().resolve("shop.log")
                + "; run the same command again to continue.");
        return ShopCommand.FAILED;
    }
}
