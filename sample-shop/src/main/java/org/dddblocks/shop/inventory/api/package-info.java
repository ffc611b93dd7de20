/** The commands that inventory understands and the messages it publishes: all that other contexts see of it. */
@NullMarked
package org.dddblocks.shop.inventory.api;

import org.jspecify.annotations.NullMarked;
