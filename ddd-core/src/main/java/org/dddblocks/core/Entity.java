package org.dddblocks.core;

import org.jspecify.annotations.Nullable;

/**
 * Has an identity that outlives its attributes; two entities of one kind are equal when their ids are.
 *
 * @param <R> the aggregate root this entity belongs to
 * @param <I> the type of its id
 */
public abstract class Entity<
                R extends org.jmolecules.ddd.types.AggregateRoot<R, ?>, I extends org.jmolecules.ddd.types.Identifier>
        implements org.jmolecules.ddd.types.Entity<R, I> {

    private @Nullable I id;

    /** Creates an entity that has no id yet. */
    protected Entity() {}

    /**
     * Creates an identified entity.
     *
     * @param id its id
     */
    protected Entity(I id) {
        this.id = id;
    }

    /**
     * The identity of this entity.
     *
     * @return the id
     * @throws IllegalStateException if it has none yet
     */
    public final I id() {
        return getId();
    }

    @Override
    public I getId() {
        if (id == null) {
            throw new IllegalStateException(getClass().getSimpleName() + " has no id yet.");
        }
        return id;
    }
}
