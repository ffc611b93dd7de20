package org.dddblocks.shop.ordering.adapter;

import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.RepositoryDelegate;
import org.dddblocks.shop.ordering.model.Order;
import org.dddblocks.shop.ordering.model.OrderId;
import org.dddblocks.shop.ordering.model.Orders;

/** Orders in the event store. */
public final class StoredOrders extends RepositoryDelegate<Order, OrderId> implements Orders {
    /**
     * Wires it.
     *
     * @param repository over the event store
     */
    public StoredOrders(Repository<Order, OrderId> repository) {
        super(repository);
    }
}
