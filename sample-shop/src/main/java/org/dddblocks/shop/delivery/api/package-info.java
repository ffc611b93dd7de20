/** The commands that delivery understands and the messages it publishes: all that other contexts see of it. */
@NullMarked
package org.dddblocks.shop.delivery.api;

import org.jspecify.annotations.NullMarked;
