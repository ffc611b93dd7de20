package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * The leases of the relays: one row for each relay that is alive, to which its buckets point.
 *
 * <p>Who takes over deletes the row, and whoever writes under a lease locks it in the same transaction: so nothing is
 * written under a lease that was taken over. An owner's name is never used a second time, and no statement waits for a
 * row that somebody else has locked.
 */
final class NodeTable {
    private final Database database;
    private final String nodes;
    private final String buckets;

    NodeTable(Database database) {
        this.database = database;
        this.nodes = database.table("outbox_node");
        this.buckets = database.table("outbox_bucket");
    }

    /** For use in a statement: the nodes other than this one ("?") that are alive, how many buckets it and they have. */
    String standing() {
        String alive = " n.expires_at > " + database.dialect().clock();
        String held = "(select count(*) from " + buckets + " b join " + nodes + " n on n.owner = b.owner where";
        return "(select count(*) from " + nodes + " n where n.owner <> ? and" + alive + ") as others, " + held
                + " b.owner = ?) as mine, " + held + " b.owner <> ? and" + alive + ") as theirs";
    }

    /** Makes the lease last for its length from now on; false if it was taken over. */
    boolean renew(String owner, Duration lease) {
        String sql =
                "update " + nodes + " set expires_at = " + database.dialect().clockIn(lease) + " where owner = ?";
        return Statement.alone(database, connection -> Jdbc.update(connection, sql, owner)) == 1;
    }

    /**
     * Ends the leases that expired, and takes buckets that nobody holds, up to a fair share.
     *
     * @param fresh whether the owner has no row yet
     * @return all buckets of this owner; empty if its lease was taken over
     */
    Set<Integer> claim(String owner, boolean fresh, Duration lease) {
        Transactions transactions = database.transactions();
        return transactions.call(() -> {
            Connection connection = transactions.connection();
            database.dialect().endWhenIdle(connection, lease);
            Instant now = database.dialect().now(connection);
            if (fresh) {
                insert(connection, owner, now.plus(lease));
            } else if (!holds(connection, owner)) {
                return Set.of();
            }
            heal(connection);
            endExpired(connection, owner, now);
            takeFree(connection, owner, now);
            return new TreeSet<>(Jdbc.query(
                    connection,
                    row -> row.getInt(1),
                    "select bucket from " + buckets + " where owner = ? order by bucket",
                    owner));
        });
    }

    private void insert(Connection connection, String owner, Instant until) {
        Jdbc.update(connection, "insert into " + nodes + " (owner, expires_at) values (?, ?)", owner, until);
    }

    /** The fence: to be the last statement of a transaction that writes under the lease. */
    boolean holds(Connection connection, String owner) {
        return Jdbc.first(connection, row -> true, fence() + " for update", owner)
                .isPresent();
    }

    /** Finds the row that a thief must delete, to be locked. */
    String fence() {
        return "select owner from " + nodes + " where owner = ?";
    }

    /** Who was stopped in a transaction keeps his row locked; the server ends that. */
    private void endExpired(Connection connection, String owner, Instant now) {
        List<String> expired = Jdbc.query(
                connection,
                row -> row.getString(1),
                "select owner from " + nodes + " where expires_at <= ? and owner <> ? for update skip locked",
                now,
                owner);
        for (String dead : expired) {
            Jdbc.update(connection, "delete from " + nodes + " where owner = ?", dead);
        }
    }

    /** Locks no more than it takes: others that look at this moment take the rest. */
    private void takeFree(Connection connection, String owner, Instant now) {
        int wanted = share(connection, now) - count(connection, owner);
        if (wanted <= 0) {
            return;
        }
        String free = "select bucket, owner from " + buckets + " where owner not in (select owner from " + nodes
                + ") order by bucket limit " + wanted + " for update skip locked";
        List<Owned> candidates =
                Jdbc.query(connection, row -> new Owned(row.getInt("bucket"), row.getString("owner")), free);
        // Somebody may have come and taken one between the statement's snapshot and its lock.
        Set<String> owners =
                new HashSet<>(Jdbc.query(connection, row -> row.getString(1), "select owner from " + nodes));
        candidates.removeIf(candidate -> owners.contains(candidate.owner()));
        List<Integer> taken = candidates.stream().map(Owned::bucket).toList();
        if (!taken.isEmpty()) {
            String sql = "update " + buckets + " set owner = ?, epoch = epoch + 1 where bucket in " + list(taken);
            Jdbc.update(connection, sql, owner);
        }
    }

    private int share(Connection connection, Instant now) {
        return share(Jdbc.query(
                        connection,
                        row -> row.getInt(1),
                        "select count(*) from " + nodes + " where expires_at > ?",
                        now)
                .get(0));
    }

    /** How many buckets each of so many relays holds at most. */
    static int share(int relays) {
        return (Buckets.COUNT + relays - 1) / Math.max(1, relays);
    }

    private int count(Connection connection, String owner) {
        String sql = "select count(*) from " + buckets + " where owner = ?";
        return Jdbc.query(connection, row -> row.getInt(1), sql, owner).get(0);
    }

    /** Gives buckets back, so that others take them at their next look. */
    void release(String owner, Collection<Integer> some) {
        String sql = "update " + buckets + " set owner = '' where owner = ? and bucket in " + list(some);
        Statement.alone(database, connection -> Jdbc.update(connection, sql, owner));
    }

    /** Gives everything back. */
    void leave(String owner) {
        String sql = "delete from " + nodes + " where owner = ?";
        Statement.alone(database, connection -> Jdbc.update(connection, sql, owner));
    }

    /** Rows are missing only if somebody emptied the table; without them nothing would ever be sent. */
    private void heal(Connection connection) {
        List<Integer> present = Jdbc.query(connection, row -> row.getInt(1), "select bucket from " + buckets);
        List<String> columns = List.of("bucket", "owner", "epoch");
        for (int bucket = 0; bucket < Buckets.COUNT && present.size() < Buckets.COUNT; bucket++) {
            database.dialect().insertIfAbsent(connection, buckets, columns, bucket, "", 0L);
        }
    }

    static String list(Collection<Integer> some) {
        return some.isEmpty()
                ? "(-1)"
                : some.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    private record Owned(int bucket, String owner) {}
}
