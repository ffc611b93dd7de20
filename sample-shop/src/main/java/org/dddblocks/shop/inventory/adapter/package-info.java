/** Inventory's tables and its translation into messages. */
@NullMarked
package org.dddblocks.shop.inventory.adapter;

import org.jspecify.annotations.NullMarked;
