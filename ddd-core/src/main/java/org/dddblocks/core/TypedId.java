package org.dddblocks.core;

/**
 * The identity of one kind of aggregate, so that an order's id can never be passed where a customer's is meant.
 *
 * <p><b>Shape.</b> A record whose component is called {@code value}; ids of different owners with equal values differ,
 * because their records do. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * public record OrderId(String value) implements TypedId<Order> {}
 * }</pre>
 *
 * @param <A> the aggregate root that is identified
 * @see <a href="https://www.oreilly.com/library/view/implementing-domain-driven-design/9780133039900/">Vernon,
 *     Implementing Domain-Driven Design, chapter 5, Unique Identity</a>
 */
public interface TypedId<A extends AggregateRoot<A, ?, ?>> extends org.jmolecules.ddd.types.Identifier {
    /**
     * What tells this aggregate from its siblings.
     *
     * @return a {@link String}, {@link java.util.UUID} or number, never {@code null}
     */
    Object value();

    /**
     * The id as stores and messages write it. It must never change for the same id, and differ for different ids.
     *
     * @return the text of {@link #value()}
     */
    default String text() {
        return value().toString();
    }
}
