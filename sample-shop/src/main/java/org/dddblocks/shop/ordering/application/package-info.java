/** What ordering can be asked to do: each command loads, decides and saves in one transaction. */
@NullMarked
package org.dddblocks.shop.ordering.application;

import org.jspecify.annotations.NullMarked;
