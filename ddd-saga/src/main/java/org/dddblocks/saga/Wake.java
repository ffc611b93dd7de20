package org.dddblocks.saga;

/** When the runner looks at an instance next. */
enum Wake {
    /** Only a reply, or a person, moves it. */
    NEVER,
    /** As soon as somebody can. */
    NOW,
    /** After a pause that grows with the starts; also while a step runs, should its process die. */
    BACK_OFF,
    /** When it was planned before. */
    AS_PLANNED
}
