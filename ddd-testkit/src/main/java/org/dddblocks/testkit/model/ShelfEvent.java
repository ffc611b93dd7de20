package org.dddblocks.testkit.model;

import org.dddblocks.core.DomainEvent;

/** What happens to a shelf. */
public sealed interface ShelfEvent extends DomainEvent {
    /**
     * It exists.
     *
     * @param id which
     */
    record ShelfBuilt(ShelfId id) implements ShelfEvent {}

    /**
     * Units came.
     *
     * @param id of the shelf
     * @param units how many
     */
    record UnitsStored(ShelfId id, int units) implements ShelfEvent {}
}
