/** The commands that ordering understands and the messages it publishes: all that other contexts see of it. */
@NullMarked
package org.dddblocks.shop.ordering.api;

import org.jspecify.annotations.NullMarked;
