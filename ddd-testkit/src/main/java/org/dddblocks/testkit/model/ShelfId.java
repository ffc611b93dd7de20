package org.dddblocks.testkit.model;

import org.dddblocks.core.TypedId;

/**
 * Identifies a shelf.
 *
 * @param value its place
 */
public record ShelfId(String value) implements TypedId<Shelf> {}
