/** Orders and credit notes: what can happen to them and what cannot. */
@NullMarked
package org.dddblocks.shop.ordering.model;

import org.jspecify.annotations.NullMarked;
