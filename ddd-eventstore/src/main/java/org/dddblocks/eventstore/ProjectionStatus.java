package org.dddblocks.eventstore;

import java.time.Duration;
import java.util.Optional;

/**
 * How a projection is getting on at this node.
 *
 * @param projection its name
 * @param state what this node does about it
 * @param position the last position that this node knows to be applied; 0 at the beginning
 * @param newest the newest position in the feed as this node last saw it, at least {@code position}
 * @param applied events that this node has applied since it started
 * @param perSecond positions of the feed it gets through in a second, lately
 * @param behind age of the newest applied event if there are newer ones, else zero
 * @param timeLeft until it has caught up, if that can be told
 * @param handling for how long {@link Projection#on} has been busy with one event; zero between events
 * @param trouble what stands in the way, if anything
 */
public record ProjectionStatus(
        String projection,
        State state,
        long position,
        long newest,
        long applied,
        double perSecond,
        Duration behind,
        Optional<Duration> timeLeft,
        Duration handling,
        Optional<String> trouble) {
    /** What a node does about a projection. */
    public enum State {
        /** Another node applies events, or this one has not looked yet; it takes over when that one falls silent. */
        STANDBY,
        /** This node applies events, and there are more. */
        CATCHING_UP,
        /** This node has applied all there were when it last looked. */
        LIVE,
        /** Something failed; this node tries again after a pause. */
        RETRYING,
        /** An event cannot be applied and {@link PoisonPolicy#STOP} applies: a person must act. */
        STOPPED,
        /** The engine was closed. */
        CLOSED
    }

    /**
     * Places in the feed between this projection and the newest event.
     *
     * @return 0 if there is none
     */
    public long lag() {
        return newest - position;
    }
}
