/** The transactional outbox, its relay and the inbox. */
@NullMarked
package org.dddblocks.outbox;

import org.jspecify.annotations.NullMarked;
