/** Base types for a domain model, on the jMolecules types. */
@NullMarked
package org.dddblocks.core;

import org.jspecify.annotations.NullMarked;
