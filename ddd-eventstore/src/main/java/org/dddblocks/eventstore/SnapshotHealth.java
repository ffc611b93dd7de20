package org.dddblocks.eventstore;

import java.util.Optional;

/**
 * How {@link Snapshots} fares.
 *
 * @param running whether its thread is alive; false after {@code close}
 * @param waiting streams that wait for the writer now
 * @param taken snapshots kept since the beginning
 * @param dropped requests for which there was no room
 * @param failed snapshots that could not be taken
 * @param lastFailure what went wrong last, without values
 */
public record SnapshotHealth(
        boolean running, int waiting, long taken, long dropped, long failed, Optional<String> lastFailure) {}
