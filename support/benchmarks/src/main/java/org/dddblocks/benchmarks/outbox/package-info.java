/** The outbox and its relay beside hand-written JDBC, both in one run. */
@NullMarked
package org.dddblocks.benchmarks.outbox;

import org.jspecify.annotations.NullMarked;
