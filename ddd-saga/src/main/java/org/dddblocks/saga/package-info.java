/** Sagas: definition and runner. */
@NullMarked
package org.dddblocks.saga;

import org.jspecify.annotations.NullMarked;
