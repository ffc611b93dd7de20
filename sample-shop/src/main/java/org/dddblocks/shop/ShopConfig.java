package org.dddblocks.shop;

import java.nio.file.Path;
import java.util.function.Predicate;
import org.dddblocks.core.Money;

/**
 * Where the shop keeps its data and how its outside world behaves.
 *
 * @param jdbcUrl one database for all contexts, each in a schema of its own
 * @param user who connects
 * @param password may be empty
 * @param declines which amounts the customer's bank refuses; default none
 * @param listener hears of each step as it happens; default nobody
 */
public record ShopConfig(
        String jdbcUrl, String user, String password, Predicate<Money> declines, ShopListener listener) {

    /**
     * An H2 file database in a folder: it survives the end of the process, also a violent one.
     *
     * @param folder is created if it does not exist
     * @return the recommended settings
     */
    public static ShopConfig inFolder(Path folder) {
        // Without WRITE_DELAY=0 H2 acknowledges commits that a kill -9 then loses; with DB_CLOSE_ON_EXIT it would close
        // the file under the shop when the process is asked to end.
        return at(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("shop")
                        + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE",
                "sa",
                "");
    }

    /**
     * An H2 database in memory, gone when the shop closes.
     *
     * @param name tells several of one process apart
     * @return settings for a demonstration or a test
     */
    public static ShopConfig inMemory(String name) {
        return at("jdbc:h2:mem:" + name + ";LOCK_TIMEOUT=10000", "sa", "");
    }

    /**
     * Any database that the stores know: PostgreSQL or H2.
     *
     * @param jdbcUrl without a schema
     * @param user who connects and may create schemas
     * @param password may be empty
     * @return settings
     */
    public static ShopConfig at(String jdbcUrl, String user, String password) {
        return new ShopConfig(jdbcUrl, user, password, amount -> false, ShopListener.NOBODY);
    }

    /**
     * Lets the bank refuse some amounts.
     *
     * @param amounts which
     * @return a copy
     */
    public ShopConfig declining(Predicate<Money> amounts) {
        return new ShopConfig(jdbcUrl, user, password, amounts, listener);
    }

    /**
     * Lets somebody hear of each step.
     *
     * @param hears called from many threads, after the commit of the step
     * @return a copy
     */
    public ShopConfig listener(ShopListener hears) {
        return new ShopConfig(jdbcUrl, user, password, declines, hears);
    }
}
