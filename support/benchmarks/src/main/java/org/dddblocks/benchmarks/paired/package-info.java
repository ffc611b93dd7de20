/** Two ways to do the same, measured in turns in one run. */
@NullMarked
package org.dddblocks.benchmarks.paired;

import org.jspecify.annotations.NullMarked;
