/** Event store with repositories and projections. */
@NullMarked
package org.dddblocks.eventstore;

import org.jspecify.annotations.NullMarked;
