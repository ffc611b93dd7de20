package org.dddblocks.saga;

/** Where a step may stand. */
enum Role {
    UNDOABLE,
    PIVOT,
    RETRIABLE
}
