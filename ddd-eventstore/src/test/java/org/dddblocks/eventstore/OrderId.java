package org.dddblocks.eventstore;

import org.dddblocks.core.TypedId;

record OrderId(String value) implements TypedId<Order> {}
