/** Transactional outbox, relay and inbox. */
@NullMarked
package org.dddblocks.outbox;

import org.jspecify.annotations.NullMarked;
