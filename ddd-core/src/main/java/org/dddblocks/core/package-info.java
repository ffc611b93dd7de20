/**
 * Base types for a domain model: what domain-driven design calls entity, aggregate, value object and domain event, on
 * the jMolecules types, so that jMolecules' tools keep working.
 *
 * <p>A model that uses this package has private constructors, no setters, no annotations of a store, and needs no
 * container. {@link org.dddblocks.core.AggregateType} describes a root once, and finds an event without a handler when
 * the class is initialised. {@link org.dddblocks.core.Changes} is for stores only.
 *
 * <pre>{@code
 * Order order = Order.place(new OrderId("536365"), lines);
 * order.cancel("customer called");
 * }</pre>
 */
@NullMarked
package org.dddblocks.core;

import org.jspecify.annotations.NullMarked;
