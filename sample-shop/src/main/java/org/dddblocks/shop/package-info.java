/**
 * An order-to-delivery flow on five contexts that share nothing but messages.
 *
 * <p>{@link org.dddblocks.shop.Shop} wires them by hand, read top to bottom; each context is a hexagon of {@code api}
 * (what others see), {@code model} (plain Java), {@code application} (load, decide, save) and {@code adapter} (tables,
 * messages, the outside).
 */
@NullMarked
package org.dddblocks.shop;

import org.jspecify.annotations.NullMarked;
