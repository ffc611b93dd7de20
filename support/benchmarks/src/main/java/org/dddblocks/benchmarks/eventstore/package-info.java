/** The event store beside hand-written JDBC, both in one run. */
@NullMarked
package org.dddblocks.benchmarks.eventstore;

import org.jspecify.annotations.NullMarked;
