package org.dddblocks.persistence;

/**
 * A root as it was read, with the version in its row.
 *
 * @param root rebuilt from its state, without recorded events
 * @param version the row's version, 1 or more
 * @param <A> the root
 */
public record Stored<A>(A root, long version) {}
