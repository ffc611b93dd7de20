package org.dddblocks.core;

/**
 * The identity of one kind of aggregate, so that an order's id can never be passed where a customer's is meant.
 *
 * @param <A> the aggregate root that is identified
 */
public interface TypedId<A extends AggregateRoot<A, ?, ?>> extends org.jmolecules.ddd.types.Identifier {}
