/** Payments and refunds: money is taken once, paid back once, and never paid back before it was taken. */
@NullMarked
package org.dddblocks.shop.payment.model;

import org.jspecify.annotations.NullMarked;
