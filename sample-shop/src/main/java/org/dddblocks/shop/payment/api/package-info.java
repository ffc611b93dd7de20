/** The commands that payment understands and the messages it publishes: all that other contexts see of it. */
@NullMarked
package org.dddblocks.shop.payment.api;

import org.jspecify.annotations.NullMarked;
