/** Payment's tables, its translation into messages, and the layer that keeps the provider's language outside. */
@NullMarked
package org.dddblocks.shop.payment.adapter;

import org.jspecify.annotations.NullMarked;
