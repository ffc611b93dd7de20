/** Parcels: each leaves once, at the end of its day or as soon as it can after it. */
@NullMarked
package org.dddblocks.shop.delivery.model;

import org.jspecify.annotations.NullMarked;
