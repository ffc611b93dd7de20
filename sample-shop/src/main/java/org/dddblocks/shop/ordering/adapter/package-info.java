/** Ordering's tables, read models and translation into messages. */
@NullMarked
package org.dddblocks.shop.ordering.adapter;

import org.jspecify.annotations.NullMarked;
