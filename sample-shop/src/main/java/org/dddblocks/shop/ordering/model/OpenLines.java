package org.dddblocks.shop.ordering.model;

import java.util.Collection;
import java.util.List;

/** What customers bought and neither cancelled nor returned; up to date within the transaction that changes an order. */
public interface OpenLines {
    /**
     * A customer's open lines of some products.
     *
     * @param customer whose
     * @param products which
     * @return most recent first
     */
    List<OpenLine> of(CustomerId customer, Collection<Sku> products);
}
