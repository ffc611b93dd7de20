/** What the stores share: transactions, SQL dialects, schema, JSON and type names, two small ports. */
@NullMarked
package org.dddblocks.persistence;

import org.jspecify.annotations.NullMarked;
