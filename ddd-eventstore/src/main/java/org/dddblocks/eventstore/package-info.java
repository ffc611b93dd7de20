/**
 * An event store on plain JDBC, with repositories and projections.
 *
 * <p><b>Promise.</b> Of two writers who decided on one version exactly one wins, the other gets a typed conflict. A
 * transaction's events, the roots saved in it and what {@code recordedEvents} wrote commit together or not at all. The feed
 * over all streams loses nothing, repeats nothing and never shows version n + 1 of a stream before n, in whatever order
 * transactions commit. A projection applies each event once. What cannot be read is named, never skipped.
 *
 * <pre>{@code
 * EventStore store = JdbcEventStore.on(database, JacksonCodec.builder().family(OrderEvent.class).build());
 * Repository<Order, OrderId> orders = store.repository(Order.TYPE)
 *         .recordedEvents(outbox.translating(new OrderMessages()))
 *         .build();
 * orders.update(id, order -> order.cancel("late"));
 * Projections.on(database, store).catchUp(openLines);
 * }</pre>
 */
@NullMarked
package org.dddblocks.eventstore;

import org.jspecify.annotations.NullMarked;
