/**
 * What the stores share, and what an application uses of it: one {@link org.dddblocks.persistence.Database} for each
 * context, {@link org.dddblocks.persistence.Transactions} over its own {@code DataSource}, a {@link
 * org.dddblocks.persistence.JacksonCodec} with stable names, and a {@link
 * org.dddblocks.persistence.StateRepository} for state-based roots.
 *
 * <p>Promise: a root's state, its events and its messages commit together or not at all; of two writers who decided on
 * one version exactly one wins, and the other can go on; wrong arguments are refused before anything is written; no
 * exception quotes stored data.
 *
 * <pre>{@code
 * Database database = Database.over(dataSource).schema("inventory");
 * Repository<Stock, Sku> stocks = StateRepository.on(database, Stock.TYPE, new StockRows()).build();
 * database.transactions().run(() -> stocks.update(sku, stock -> stock.take(3)));
 * }</pre>
 */
@NullMarked
package org.dddblocks.persistence;

import org.jspecify.annotations.NullMarked;
