/** JMH benchmarks. */
@NullMarked
package org.dddblocks.benchmarks;

import org.jspecify.annotations.NullMarked;
