/**
 * Messages that leave a bounded context: written with the state they tell of, delivered after the commit, handled once.
 *
 * <p>{@link org.dddblocks.outbox.JdbcOutbox} keeps the messages of a transaction in that transaction.
 * {@link org.dddblocks.outbox.OutboxRelay} sends them to a {@link org.dddblocks.outbox.Broker}, at least once and in commit
 * order for each key. {@link org.dddblocks.outbox.Inbox} makes the effect of a message happen once.
 *
 * <pre>{@code
 * database.install(JdbcOutbox.schema(), Inbox.schema());
 * Outbox outbox = JdbcOutbox.on(database, codec, "ordering");
 * InMemoryBroker broker = InMemoryBroker.withThreads(4);
 * broker.subscribe("inventory", dispatcher.filter(), dispatcher);
 * try (OutboxRelay relay = OutboxRelay.with(database, broker, OutboxConfig.builder().build())) {
 *     relay.start();
 *     database.transactions().run(() -> orders.add(order));      // its messages commit with it
 * }
 * }</pre>
 */
@NullMarked
package org.dddblocks.outbox;

import org.jspecify.annotations.NullMarked;
