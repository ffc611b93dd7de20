/**
 * For authors of stores, not for applications: dialects, JDBC helpers, the bookkeeping of saved roots, wake-ups.
 *
 * <p>An application that only uses the stores never imports this package; it may change between minor versions.
 */
@NullMarked
package org.dddblocks.persistence.spi;

import org.jspecify.annotations.NullMarked;
