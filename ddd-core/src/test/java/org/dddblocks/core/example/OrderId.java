package org.dddblocks.core.example;

import org.dddblocks.core.TypedId;

public record OrderId(String value) implements TypedId<Order> {}
