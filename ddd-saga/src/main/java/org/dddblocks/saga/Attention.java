package org.dddblocks.saga;

/** Why an instance was parked. The names are stored and stable. */
enum Attention {
    /** A step was started too often without finishing. */
    EXHAUSTED,
    /** No process that looked knew the definition or its version. */
    UNKNOWN_DEFINITION,
    /** The definition has no step of the name at which the instance stands. */
    UNKNOWN_STEP,
    /** The stored state, input or result cannot be read. */
    UNDECODABLE_STATE,
    /** The reply that it waited for cannot be read. */
    UNDECODABLE_REPLY
}
