package org.dddblocks.persistence;

import org.dddblocks.core.TypedId;

public record Sku(String value) implements TypedId<Stock> {}
