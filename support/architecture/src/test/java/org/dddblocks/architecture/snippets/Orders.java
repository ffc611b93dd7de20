package org.dddblocks.architecture.snippets;

import org.dddblocks.persistence.Repository;

/** The port of the model; the model could as well declare the methods it needs. */
interface Orders extends Repository<Order, OrderId> {}
