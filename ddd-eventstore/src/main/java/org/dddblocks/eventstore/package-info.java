/** The event store. */
@NullMarked
package org.dddblocks.eventstore;

import org.jspecify.annotations.NullMarked;
