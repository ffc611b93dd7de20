/** The model that the contract suites exercise stores with; not exported. */
@NullMarked
package org.dddblocks.testkit.model;

import org.jspecify.annotations.NullMarked;
