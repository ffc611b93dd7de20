package org.dddblocks.eventstore;

import org.dddblocks.core.StreamId;

/** Whoever can take snapshots of the streams of one type, with one version of the code. */
interface SnapshotSource {
    String streamType();

    String fingerprint();

    /**
     * In a transaction of its own.
     *
     * @return whether a new one is kept
     */
    boolean take(StreamId stream);
}
