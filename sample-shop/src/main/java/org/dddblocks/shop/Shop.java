package org.dddblocks.shop;

import java.time.Duration;
import org.dddblocks.shop.delivery.application.Deliveries;
import org.dddblocks.shop.inventory.application.Inventory;
import org.dddblocks.shop.ordering.application.Ordering;
import org.dddblocks.shop.payment.application.Payments;

/**
 * All contexts of the shop in one process, wired and running.
 *
 * <pre>{@code
 * try (Shop shop = Shop.open(ShopConfig.inFolder(folder))) {
 *     shop.ordering().place(order);
 *     shop.drain(Duration.ofSeconds(30));
 * }
 * }</pre>
 */
public final class Shop implements AutoCloseable {
    private Shop() {}

    /**
     * Opens the databases, creates what is missing and starts the flow where it stopped.
     *
     * @param config where and how
     * @return the running shop
     * @throws ShopUnavailableException if the data is in use by another process or cannot be opened
     */
    public static Shop open(ShopConfig config) {
        throw new ShopUnavailableException("The shop at " + config.jdbcUrl() + " is not wired yet.", null);
    }

    /**
     * Orders and credit notes.
     *
     * @return its door
     */
    public Ordering ordering() {
        throw new IllegalStateException();
    }

    /**
     * The warehouse.
     *
     * @return its door
     */
    public Inventory inventory() {
        throw new IllegalStateException();
    }

    /**
     * Payments and refunds.
     *
     * @return its door
     */
    public Payments payments() {
        throw new IllegalStateException();
    }

    /**
     * Parcels.
     *
     * @return its door
     */
    public Deliveries deliveries() {
        throw new IllegalStateException();
    }

    /**
     * Waits until every outbox is empty and every fulfilment has ended or waits for the end of its day.
     *
     * @param atMost how long
     * @throws ShopUnavailableException if it takes longer; the message says what is still under way
     */
    public void drain(Duration atMost) {
        throw new IllegalStateException();
    }

    /**
     * Counts what the machinery did.
     *
     * @return the counts
     */
    public ShopCounts counts() {
        throw new IllegalStateException();
    }

    /** Stops the flow and closes the databases; what is under way continues when the shop is opened again. */
    @Override
    public void close() {}
}
