/** An order-to-delivery flow. */
@NullMarked
package org.dddblocks.shop;

import org.jspecify.annotations.NullMarked;
