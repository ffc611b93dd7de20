package org.dddblocks.shop.ordering.model;

import java.util.Optional;
import java.util.function.Consumer;

/** All orders. */
public interface Orders {
    /**
     * Finds an order.
     *
     * @param id its id
     * @return the order, or empty
     */
    Optional<Order> find(OrderId id);

    /**
     * Adds a new order.
     *
     * @param order it
     */
    void add(Order order);

    /**
     * Gets an order, decides and saves it.
     *
     * @param id its id
     * @param decision calls a command of the order; may run again if another writer was first
     * @return the order as saved
     */
    Order update(OrderId id, Consumer<? super Order> decision);
}
