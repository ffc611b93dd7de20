package org.dddblocks.eventstore;

import java.time.Instant;
import java.util.List;

/**
 * A state and how it came about.
 *
 * @param state the root, or the decider's state
 * @param version of the last stored event in it
 * @param occurredAt the latest business time of all events in it
 * @param replayed how many stored events were read after the snapshot
 * @param unusable snapshots of this code that had to be passed over
 */
record Rebuilt<S>(S state, long version, Instant occurredAt, long replayed, List<StoredSnapshot> unusable) {}
