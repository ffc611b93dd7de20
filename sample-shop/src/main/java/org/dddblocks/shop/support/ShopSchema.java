package org.dddblocks.shop.support;

import org.dddblocks.persistence.SchemaText;

/** The tables of a context, kept as a resource beside its adapters: the same text for all databases. */
public final class ShopSchema {
    private ShopSchema() {}

    /**
     * Reads a context's tables.
     *
     * @param context its name in the journal
     * @param adapter a class of its adapter package, which finds the resource
     * @return version 1
     */
    public static SchemaText of(String context, Class<?> adapter) {
        return SchemaText.of("shop-" + context, 1, dialect -> adapter.getResourceAsStream("schema/v1.sql"));
    }
}
