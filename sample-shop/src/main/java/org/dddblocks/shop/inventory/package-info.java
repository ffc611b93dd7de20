/**
 * Knows how many units of each product lie in the warehouse and for which orders they are kept.
 *
 * <p>State-based: a stock row per product, a reservation per order. It answers {@code ReserveStock} with
 * {@code StockReserved} or {@code StockShort}, all or nothing, and never lets stock become negative. It never asks who
 * the customer is nor what anything costs.
 */
@NullMarked
package org.dddblocks.shop.inventory;

import org.jspecify.annotations.NullMarked;
