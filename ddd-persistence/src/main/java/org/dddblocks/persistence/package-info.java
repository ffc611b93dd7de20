/** What the stores share: transactions, SQL dialects, schema, JSON codec. */
@NullMarked
package org.dddblocks.persistence;

import org.jspecify.annotations.NullMarked;
