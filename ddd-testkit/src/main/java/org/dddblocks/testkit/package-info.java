/**
 * Proves what a model or a store promises: contract suites that every store runs, and a {@link javax.sql.DataSource}
 * that breaks at any call.
 *
 * <p>A store extends the contracts of what it can do and returns an empty store; nothing is skipped, and no contract asks
 * which database it runs on.
 *
 * <pre>{@code
 * class MyEventStoreContractTest extends EventStoreContract {
 *     @Override
 *     protected EventStore emptyStore() {
 *         return InMemoryEventStore.create();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package org.dddblocks.testkit;

import org.jspecify.annotations.NullMarked;
