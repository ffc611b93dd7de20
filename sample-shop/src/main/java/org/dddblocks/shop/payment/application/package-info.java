/** What payment can be asked to do: each command loads, decides and saves in one transaction. */
@NullMarked
package org.dddblocks.shop.payment.application;

import org.jspecify.annotations.NullMarked;
