package org.dddblocks.shop.ordering.api;

import org.dddblocks.core.Money;

/**
 * One line of an order or of a credit note.
 *
 * @param number its place, from 1; the identity of the line within its document
 * @param sku the product's stock code; upper and lower case mean the same product
 * @param description as printed on this document
 * @param quantity units, at least 1
 * @param unitPrice price of one unit, possibly finer than the currency's scale; zero for a free item
 */
public record LineItem(int number, String sku, String description, int quantity, Money unitPrice) {}
