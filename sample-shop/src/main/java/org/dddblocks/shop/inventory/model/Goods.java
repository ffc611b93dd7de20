package org.dddblocks.shop.inventory.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dddblocks.core.ValueObject;

/**
 * Units of several products, sorted by stock code: whoever touches many products touches them in this order.
 *
 * @param units by product, each at least 1
 */
public record Goods(SortedMap<Sku, Integer> units) implements ValueObject {
    /** No goods. */
    public static final Goods NONE = new Goods(new TreeMap<>());

    /** Copies the map and refuses numbers below 1. */
    public Goods {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
        units.forEach((sku, n) -> {
            if (n < 1) {
                throw new IllegalArgumentException("%d units of %s; it must be at least 1.".formatted(n, sku));
            }
        });
    }

    /**
     * Some goods.
     *
     * @param units by product; products with 0 units are left out
     * @return the goods
     */
    public static Goods of(Map<Sku, Integer> units) {
        SortedMap<Sku, Integer> present = new TreeMap<>(units);
        present.values().removeIf(n -> n == 0);
        return new Goods(present);
    }

    /**
     * The products, sorted.
     *
     * @return their stock codes
     */
    public SortedSet<Sku> skus() {
        return new TreeSet<>(units.keySet());
    }

    /**
     * Units of one product.
     *
     * @param sku which
     * @return 0 if there are none
     */
    public int of(Sku sku) {
        return units.getOrDefault(sku, 0);
    }

    /**
     * These and others together.
     *
     * @param others more goods
     * @return the sum
     */
    public Goods plus(Goods others) {
        SortedMap<Sku, Integer> sum = new TreeMap<>(units);
        others.units.forEach((sku, n) -> sum.merge(sku, n, Math::addExact));
        return new Goods(sum);
    }

    /**
     * These without others; no product goes below zero.
     *
     * @param others goods to take away
     * @return what is left
     */
    public Goods minus(Goods others) {
        SortedMap<Sku, Integer> rest = new TreeMap<>();
        units.forEach((sku, n) -> rest.put(sku, Math.max(0, n - others.of(sku))));
        return of(rest);
    }

    /**
     * Whether these contain all of others.
     *
     * @param others goods
     * @return true if no product is short
     */
    public boolean contain(Goods others) {
        return others.units.entrySet().stream().allMatch(e -> e.getValue() <= of(e.getKey()));
    }
}
