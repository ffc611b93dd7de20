package org.dddblocks.architecture.snippets;

import org.dddblocks.core.ValueObject;

public record OrderLine(String sku, int units) implements ValueObject {}
