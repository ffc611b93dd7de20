package org.dddblocks.core.example;

import org.dddblocks.core.TypedId;

public record CustomerId(String value) implements TypedId<Customer> {}
