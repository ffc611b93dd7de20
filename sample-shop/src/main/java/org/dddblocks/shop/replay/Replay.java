package org.dddblocks.shop.replay;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.dddblocks.shop.Shop;
import org.dddblocks.shop.ShopConfig;

/**
 * Replays one file: reads it once to know it, and once more to send its commands.
 *
 * <p>Interrupted at any moment and run again, it comes to the same end: each command carries an identity from the file, and a
 * context that knows it already changes nothing. The order of the file is kept, so a credit note always meets the sales before it.
 */
public final class Replay {
    private final RetailFile file;
    private final Overview overview;

    private Replay(RetailFile file, Overview overview) {
        this.file = file;
        this.overview = overview;
    }

    /**
     * Reads the whole file and checks that it can be replayed; nothing is sent.
     *
     * @param path a file of the Online Retail data set, plain or gzip
     * @return the replay, ready to run
     * @throws UnusableFileException with a sentence for a person
     */
    public static Replay of(Path path) throws UnusableFileException {
        RetailFile file = RetailFile.at(path);
        return new Replay(file, Overview.of(file));
    }

    /**
     * Shows the progress on a terminal as a bar, elsewhere as lines.
     *
     * @param out for the lines
     * @param terminal whether somebody watches
     * @return it
     */
    public Progress progress(PrintStream out, boolean terminal) {
        long all = overview.rows() + overview.malformed();
        return terminal ? new BarProgress(all) : new LineProgress(out, all, System::nanoTime);
    }

    /**
     * Sends all commands and waits until everything they cause has happened.
     *
     * @param shop a running shop
     * @param config the one the shop was opened with
     * @param progress hears how far it is
     * @param stop asked before each row; when it says yes, the replay ends with a {@link CancellationException}
     * @return what the shop then says
     * @throws UnusableFileException if the file changed since it was checked
     */
    public ReplayReport into(Shop shop, ShopConfig config, Progress progress, BooleanSupplier stop)
            throws UnusableFileException {
        try (ParkedRows parked = ParkedRows.in(config)) {
            Commands commands = new ShopCommands(shop, parked, overview.fingerprint(), progress);
            commands.openStock(overview);
            send(commands, progress, stop);
            return new ReplayReport(
                    file.path(),
                    overview,
                    parked.of(overview.fingerprint(), ReplayReport.SHOWN),
                    parked.count(),
                    ShopTotals.of(shop));
        }
    }

    private void send(Commands commands, Progress progress, BooleanSupplier stop) throws UnusableFileException {
        FileOrder order = new FileOrder(overview.lastLine(), commands);
        String fingerprint = file.read(new Watched(order, progress, stop));
        if (!fingerprint.equals(overview.fingerprint())) {
            throw new UnusableFileException(
                    file.path() + " was changed while it was replayed; put the old content back and run again.");
        }
        order.end();
    }

    private static final class Watched implements RetailFile.Visitor {
        private final FileOrder order;
        private final Progress progress;
        private final BooleanSupplier stop;
        private long done;

        Watched(FileOrder order, Progress progress, BooleanSupplier stop) {
            this.order = order;
            this.progress = progress;
            this.stop = stop;
        }

        @Override
        public void row(Row row) {
            if (stop.getAsBoolean()) throw new CancellationException();
            order.row(row);
            progress.at(++done);
        }

        @Override
        public void malformed(MalformedRow row) {
            order.malformed(row);
            progress.at(++done);
        }
    }
}
