package org.dddblocks.shop.ordering.model;

/** Money that belongs to no order. */
public interface Ledger {
    /**
     * Enters money once.
     *
     * @param entry it
     * @return whether it is new
     */
    boolean enter(LedgerEntry entry);
}
