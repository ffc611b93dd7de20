package org.dddblocks.core.example;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;

/** State-based, and without events. */
public class Customer extends AggregateRoot<Customer, CustomerId, DomainEvent> {
    public static final AggregateType<Customer, CustomerId, DomainEvent> TYPE =
            AggregateType.stateBased("customer", Customer.class, DomainEvent.class);

    public Customer(CustomerId id) {
        super(id);
    }
}
