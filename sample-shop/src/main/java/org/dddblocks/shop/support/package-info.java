/** What the contexts of the shop share and what is no business of any of them: SQL, trying again, answering again. */
@NullMarked
package org.dddblocks.shop.support;

import org.jspecify.annotations.NullMarked;
