package org.dddblocks.architecture.snippets;

import org.dddblocks.core.TypedId;

public record OrderId(String value) implements TypedId<Order> {}
