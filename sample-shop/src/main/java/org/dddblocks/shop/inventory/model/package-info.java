/** Stock and reservations: units are never created nor lost, and stock is never negative. */
@NullMarked
package org.dddblocks.shop.inventory.model;

import org.jspecify.annotations.NullMarked;
