/** Base types of a domain model. */
@NullMarked
package org.dddblocks.core;

import org.jspecify.annotations.NullMarked;
