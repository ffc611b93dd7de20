/**
 * Authorises, captures and voids payments and pays money back.
 *
 * <p>State-based: one payment per order and its refunds. The outside provider stands behind the port
 * {@code PaymentProvider}; nothing of its language reaches the model. A refund waits until the payment of its order is
 * captured and lapses when that payment is voided or declined.
 */
@NullMarked
package org.dddblocks.shop.payment;

import org.jspecify.annotations.NullMarked;
