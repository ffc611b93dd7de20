package org.dddblocks.eventstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state and how it came about.
 *
 * @param state the root, or the decider's state
 * @param version of the last stored event in it
 * @param from the snapshot that it began with
 * @param replayed how many stored events were read after the snapshot
 * @param unusable snapshots of this code that had to be passed over
 */
record Rebuilt<S>(S state, long version, @Nullable StoredSnapshot from, long replayed, List<StoredSnapshot> unusable) {}
