package org.dddblocks.core;

/**
 * Refers to another aggregate by its id, because one transaction changes one aggregate.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * Association<Customer, CustomerId> buyer = Association.to(new CustomerId("17850"));
 * boolean same = buyer.pointsTo(customer);
 * }</pre>
 *
 * @param id the id of the other aggregate
 * @param <A> the other aggregate's root
 * @param <I> its id
 * @see <a href="https://www.dddcommunity.org/library/vernon_2011/">Vernon, Effective Aggregate Design, part II</a>
 */
public record Association<A extends AggregateRoot<A, I, ?>, I extends TypedId<A>>(I id)
        implements org.jmolecules.ddd.types.Association<A, I>, ValueObject {
    /**
     * Checks its argument.
     *
     * @throws IllegalArgumentException if {@code id} is {@code null}
     */
    public Association {
        Texts.given(id, "The id of an association");
    }

    /**
     * Refers to the aggregate with this id.
     *
     * @param id its id
     * @param <A> its root
     * @param <I> its id's type
     * @return the association
     * @throws IllegalArgumentException if {@code id} is {@code null}
     */
    public static <A extends AggregateRoot<A, I, ?>, I extends TypedId<A>> Association<A, I> to(I id) {
        return new Association<>(id);
    }

    /**
     * The id, for jMolecules' tools.
     *
     * @return the id of the other aggregate
     */
    @Override
    public I getId() {
        return id;
    }
}
