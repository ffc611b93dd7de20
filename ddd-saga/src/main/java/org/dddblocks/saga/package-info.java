/**
 * Sagas: a business transaction over several contexts, as a row of local ones, each with what takes it back.
 *
 * <p><b>Promise.</b> An instance ends COMPLETED or COMPENSATED, or stands in NEEDS_ATTENTION for a person, whatever
 * process is killed when. A {@code tx} step takes effect once. A rejected step has the completed ones before it undone, in
 * reverse, with what they ran with and what they gave. All of it lives in tables beside the application's own.
 *
 * <pre>{@code
 * SagaDefinition<Fulfilment> fulfilOrder = Saga.define("fulfil-order", 1, Fulfilment.class)
 *         .then(reserve()) // undoable
 *         .then(authorise()) // undoable
 *         .pivot(capture()) // decides
 *         .then(ship()) // retriable
 *         .build();
 * }</pre>
 *
 * @see <a href="https://www.cs.cornell.edu/andru/cs711/2002fa/reading/sagas.pdf">Garcia-Molina and Salem, Sagas, 1987</a>
 * @see <a href="https://microservices.io/patterns/data/saga.html">Richardson, Saga</a>
 */
@NullMarked
package org.dddblocks.saga;

import org.jspecify.annotations.NullMarked;
