/** Real servers for tests. */
@NullMarked
package org.dddblocks.testservers;

import org.jspecify.annotations.NullMarked;
