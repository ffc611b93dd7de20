/** Delivery's tables and its translation into messages. */
@NullMarked
package org.dddblocks.shop.delivery.adapter;

import org.jspecify.annotations.NullMarked;
