package org.dddblocks.core;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Has an identity that outlives its attributes: two entities of one kind are equal when their ids are.
 *
 * <p><b>Shape.</b> The kind is the first concrete class below this library's types, so a proxy or another subclass of
 * {@code Order} is still an order, while two concrete classes under an abstract one are two kinds. An entity without
 * an id equals only itself. The hash code never changes, also when the id arrives later. <b>Threads.</b> An entity
 * belongs to one thread at a time.
 *
 * <pre>{@code
 * final class Line extends Entity<Order, Integer> {
 *     Line(int number) {
 *         super(number);
 *     }
 * }
 * }</pre>
 *
 * @param <R> the aggregate root this entity belongs to, ours or one that implements jMolecules' interface directly
 * @param <I> the type of its id, with {@code equals} by value
 * @see <a href="https://www.domainlanguage.com/ddd/reference/">Evans, Domain-Driven Design Reference, Entities</a>
 */
public abstract class Entity<R extends org.jmolecules.ddd.types.AggregateRoot<R, ?>, I>
        implements org.jmolecules.ddd.types.Entity<R, I> {

    private static final ClassValue<Class<?>> KINDS = new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
            return kindOf(type);
        }
    };

    private @Nullable I id;

    /** Creates an entity that gets its id later, by {@link #identify}. */
    protected Entity() {}

    /**
     * Creates an identified entity.
     *
     * @param id its id, never {@code null}
     * @throws IllegalArgumentException if {@code id} is {@code null}
     */
    protected Entity(I id) {
        identify(id);
    }

    /**
     * Gives this entity its id, once and for all.
     *
     * @param newId the id, never {@code null}
     * @throws IllegalArgumentException if {@code newId} is {@code null}
     * @throws IllegalStateException if it has an id already: an identity does not change
     */
    protected final void identify(I newId) {
        if (newId == null) {
            throw new IllegalArgumentException(
                    "The id of %s is null; pass the id, or create it without one: super().".formatted(name()));
        }
        if (id != null) {
            throw new IllegalStateException(
                    "%s has the id %s already and cannot become %s: an identity does not change. Create another one."
                            .formatted(name(), id, newId));
        }
        id = newId;
    }

    /**
     * The identity of this entity, for people.
     *
     * @return the id, never {@code null}
     * @throws IllegalStateException if it has none yet
     */
    public final I id() {
        I current = getId();
        if (current == null) {
            throw new IllegalStateException("%s has no id yet; give it one with identify(id).".formatted(name()));
        }
        return current;
    }

    /**
     * The identity of this entity, for jMolecules' tools. A proxy may override it to ask what it stands for.
     *
     * @return the id, or {@code null} if it has none yet
     */
    @Override
    public @Nullable I getId() {
        return id;
    }

    /**
     * Whether the other object is the same entity.
     *
     * @param other anything
     * @return whether it is of the same kind and both have the same id
     */
    @Override
    public final boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Entity<?, ?> entity) || KINDS.get(getClass()) != KINDS.get(entity.getClass())) {
            return false;
        }
        I mine = getId();
        return mine != null && mine.equals(entity.getId());
    }

    /**
     * A hash code that stays the same for the whole life of this entity.
     *
     * @return the hash code
     */
    @Override
    public final int hashCode() {
        return stableHash();
    }

    // The id may arrive after the entity went into a set; the kind never changes.
    int stableHash() {
        return KINDS.get(getClass()).getName().hashCode();
    }

    /**
     * The kind and the id, for logs.
     *
     * @return such as {@code Order 42}
     */
    @Override
    public String toString() {
        I current = getId();
        return name() + " " + (current == null ? "without id" : Texts.of(current));
    }

    private String name() {
        return KINDS.get(getClass()).getSimpleName();
    }

    private static Class<?> kindOf(Class<?> type) {
        Class<?> kind = type;
        for (Class<?> above = type; !isLibrary(above); above = above.getSuperclass()) {
            if (!Modifier.isAbstract(above.getModifiers())) {
                kind = above;
            }
        }
        return kind;
    }

    private static boolean isLibrary(Class<?> type) {
        return type == Entity.class || type == AggregateRoot.class || type == EventSourcedAggregateRoot.class;
    }
}
