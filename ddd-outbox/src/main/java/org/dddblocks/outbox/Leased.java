package org.dddblocks.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dddblocks.persistence.spi.Leases;

/**
 * The lease of one relay, and the buckets that it holds under it. Used by the relay's thread, but for {@link #valid}.
 *
 * <p>What the database says counts; in between, the relay trusts its own monotonic clock, by which the lease began before
 * the database noted it, and so ends before others may take over.
 */
final class Leased {
    private static final int RENEWALS = 3;

    private final NodeTable nodes;
    private final Duration length;
    private final BucketMetrics metrics;
    private final String name = Leases.newOwner();
    private final Set<Integer> buckets = new TreeSet<>();
    private final Set<Integer> leaving = new TreeSet<>();
    private final long[] since = new long[Buckets.COUNT];
    private int times;
    private boolean registered;
    private long renewAt;
    private volatile boolean held;
    private volatile long validUntil;

    Leased(NodeTable nodes, Duration length, OutboxMetrics metrics) {
        this.nodes = nodes;
        this.length = length;
        this.metrics = new BucketMetrics(metrics);
    }

    /** Whose lease it is; another one after each loss, so that nothing old is ever written under a new lease. */
    String owner() {
        return name + "/" + times;
    }

    /** Any thread: whether nobody can have taken over, by this process's clock. */
    boolean valid() {
        return held && System.nanoTime() - validUntil < 0;
    }

    /** The buckets to read from. */
    Set<Integer> readable() {
        Set<Integer> readable = new TreeSet<>(buckets);
        readable.removeAll(leaving);
        return readable;
    }

    /** Those that go to another relay as soon as nothing of them is on its way. */
    Set<Integer> leaving() {
        return leaving;
    }

    int size() {
        return buckets.size();
    }

    /** Whether a bucket has been held ever since then. */
    boolean heldSince(int bucket, long then) {
        return buckets.contains(bucket) && then - since[bucket] >= 0;
    }

    boolean registered() {
        return registered;
    }

    /** How long until it must be renewed, in nanoseconds. */
    long untilRenewal(long now) {
        return registered ? Math.max(0, renewAt - now) : 0;
    }

    /** Makes it last on; false if another relay took over, and then this one has nothing any more. */
    boolean renew() {
        long before = System.nanoTime();
        if (nodes.renew(owner(), length)) {
            extended(before);
            return true;
        }
        lose();
        return false;
    }

    private void extended(long before) {
        renewAt = before + length.toNanos() / RENEWALS;
        validUntil = before + length.toNanos();
        held = true;
    }

    /**
     * Registers with the other relays if it is not, and takes free buckets up to its fair share.
     *
     * @return whether there are new ones
     */
    boolean claim() {
        boolean fresh = !registered;
        if (fresh) {
            if (times > 0) {
                nodes.leave(owner()); // if it still stands there, its buckets are free now
            }
            times++;
        }
        long asked = System.nanoTime();
        Set<Integer> mine = nodes.claim(owner(), fresh, length);
        if (fresh) {
            registered = true;
            extended(asked);
        }
        int before = buckets.size();
        buckets.retainAll(mine);
        leaving.retainAll(mine);
        metrics.lost(before - buckets.size());
        int kept = buckets.size();
        long now = System.nanoTime();
        for (int bucket : mine) {
            if (buckets.add(bucket)) {
                since[bucket] = now;
            }
        }
        metrics.taken(buckets.size() - kept);
        return buckets.size() > kept;
    }

    /** Begins to hand over what is more than the share of each of so many relays. */
    boolean shrink(int relays) {
        List<Integer> readable = new ArrayList<>(readable());
        int share = NodeTable.share(relays);
        if (readable.size() <= share) {
            return false;
        }
        leaving.addAll(readable.subList(share, readable.size()));
        return true;
    }

    /** Hands over; to be called when nothing of them is on its way and everything is noted. */
    void handOver() {
        nodes.release(owner(), leaving);
        buckets.removeAll(leaving);
        metrics.given(leaving.size());
        leaving.clear();
    }

    /** Another relay took over. */
    void lose() {
        int lost = buckets.size();
        end();
        metrics.lost(lost);
    }

    private void end() {
        held = false;
        registered = false;
        buckets.clear();
        leaving.clear();
    }

    /** Gives everything back. */
    void leave() {
        if (registered) {
            int had = buckets.size();
            boolean left = false;
            end();
            try {
                nodes.leave(owner());
                left = true;
            } finally {
                metrics.given(left ? had : 0);
                metrics.lost(left ? 0 : had);
            }
        }
    }
}
