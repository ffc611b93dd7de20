package org.dddblocks.persistence.spi;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Gives what only one node may do at a time to one node, and takes it away from one that was silent for too long.
 *
 * <p><b>Promise.</b> What is committed by {@link #call} is committed by the newest owner only: its last statement updates
 * the row that a thief must update too, and matches owner and epoch. So a process that was paused past its lease and wakes
 * up cannot write any more, whatever its clock says. Times decide only when another node may take over.
 * <b>Units.</b> Times are the database's. <b>Threads.</b> Safe for many threads.
 * <pre>{@code
 * Leases leases = Leases.on(database);
 * Optional<Lease> mine = leases.acquire("relay/orders", Leases.newOwner(), Duration.ofSeconds(10));
 * mine.ifPresent(lease -> leases.call(lease, () -> deleteSentRows())); // renew it at least every few seconds
 * }</pre>
 *
 * @see <a href="https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">Kleppmann, fencing tokens</a>
 */
public final class Leases {
    private static final int NAME = 200;
    private static final String HELD = " where name = ? and owner = ? and epoch = ?";

    private final Dialect dialect;
    private final Transactions transactions;
    private final DbClock clock;
    private final String table;
    private final String select;
    private final String take;
    private final String extend;
    private final String fence;

    private Leases(Database database, DbClock clock) {
        this.dialect = database.dialect();
        this.transactions = database.transactions();
        this.clock = clock;
        table = database.table("lease");
        select = "select epoch, expires_at from " + table + " where name = ?";
        take = "update " + table + " set owner = ?, epoch = epoch + 1, expires_at = ?"
                + " where name = ? and epoch = ? and expires_at <= ?";
        extend = "update " + table + " set expires_at = ?" + HELD;
        fence = "update " + table + " set epoch = epoch" + HELD;
    }

    /**
     * Uses the table of {@link #schema} and the database's clock.
     *
     * @param database where the table is
     * @return the leases
     */
    public static Leases on(Database database) {
        return on(database, DbClock.of(database));
    }

    /**
     * Uses another clock, such as one with an offset in a test.
     *
     * @param database where the table is
     * @param clock what expiry goes by
     * @return the leases
     */
    public static Leases on(Database database, DbClock clock) {
        return new Leases(database, clock);
    }

    /**
     * The table of the leases; modules that use leases share it.
     *
     * @return what {@link Database#install} wants
     */
    public static SchemaText schema() {
        return SchemaText.of("lease", 1, dialect -> Leases.class.getResourceAsStream("schema/v1/" + dialect + ".sql"));
    }

    /**
     * A name for a node that no other has, in which a person recognises the process.
     *
     * @return such as {@code 4711@shop-1/0f8c2d3e}
     */
    public static String newOwner() {
        @Nullable String host = System.getenv("HOSTNAME");
        return ProcessHandle.current().pid() + "@" + (host == null ? "host" : host) + "/"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * Takes a lease that nobody holds, or whose holder has not renewed it in time.
     *
     * @param name what only one may do, at most 200 characters
     * @param owner who wants to, from {@link #newOwner}
     * @param length how long it lasts without renewal, at least 1 ms
     * @return the lease with a new epoch, or empty while another one holds it
     * @throws IllegalStateException inside a transaction, like {@link #renew} and {@link #release}
     */
    public Optional<Lease> acquire(String name, String owner, Duration length) {
        if (name.isEmpty() || name.length() > NAME || length.toMillis() < 1) {
            throw new IllegalArgumentException(
                    ("The lease \"%s\" for %s has %d characters; a name must have 1 to %d, and a"
                                    + " length at least 1 ms. Shorten the name.")
                            .formatted(name, length, name.length(), NAME));
        }
        return own("acquired", name, () -> {
            Connection connection = transactions.connection();
            Instant now = clock.now();
            Optional<Row> row = row(connection, name);
            long epoch = row.isPresent()
                    ? takeOver(connection, row.get(), name, owner, now, now.plus(length))
                    : create(connection, name, owner, now.plus(length));
            return epoch == 0 ? Optional.empty() : Optional.of(new Lease(name, owner, epoch, length));
        });
    }

    /** Looks before it asks for the row, so that those who stand by never wait for the transactions of the holder. */
    private Optional<Row> row(Connection connection, String name) {
        return Jdbc.first(
                connection,
                row -> new Row(row.getLong("epoch"), requireNonNull(Jdbc.instant(row, "expires_at"))),
                select,
                name);
    }

    private long takeOver(Connection connection, Row row, String name, String owner, Instant now, Instant until) {
        boolean taken = !row.expiresAt().isAfter(now)
                && Jdbc.update(connection, take, owner, until, name, row.epoch(), now) == 1;
        return taken ? row.epoch() + 1 : 0;
    }

    private long create(Connection connection, String name, String owner, Instant until) {
        List<String> columns = List.of("name", "owner", "epoch", "expires_at");
        return dialect.insertIfAbsent(connection, table, columns, name, owner, 1L, until);
    }

    /**
     * Makes a lease last for its length from now on.
     *
     * @param lease held by the caller
     * @return false if another one has taken it over
     */
    public boolean renew(Lease lease) {
        return expireAfter(lease, lease.length());
    }

    /**
     * Gives a lease back, so that another node need not wait until it expires.
     *
     * @param lease no longer used by the caller
     */
    public void release(Lease lease) {
        expireAfter(lease, Duration.ZERO);
    }

    private boolean expireAfter(Lease lease, Duration length) {
        return own("renewed", lease.name(), () -> {
            Instant until = clock.now().plus(length);
            return Jdbc.update(transactions.connection(), extend, until, lease.name(), lease.owner(), lease.epoch())
                    == 1;
        });
    }

    /**
     * Does work in a transaction of its own that only the lease's holder can commit, and that the server ends when it
     * is asked nothing for the length of the lease.
     *
     * @param lease held by the caller
     * @param work reads and writes; between two of its statements less time passes than the lease's length
     * @param <T> its result
     * @param <X> what it may throw
     * @return its result
     * @throws X what the work threw
     * @throws LeaseLostException if another node has taken the lease over; nothing is stored
     * @throws IllegalStateException inside a transaction
     */
    public <T, X extends Exception> T call(Lease lease, Transactions.Work<T, X> work) throws X {
        return own("used", lease.name(), () -> {
            dialect.endWhenIdle(transactions.connection(), lease.length());
            T result = work.call();
            transactions.beforeCommit(() -> fence(lease));
            return result;
        });
    }

    private <T, X extends Exception> T own(String what, String name, Transactions.Work<T, X> work) throws X {
        if (transactions.active()) {
            throw new IllegalStateException(
                    ("The lease %s was to be %s inside a transaction, but that must be committed by"
                                    + " itself. Do it outside of transactions.run.")
                            .formatted(name, what));
        }
        return transactions.call(work);
    }

    /**
     * The fence: to be the last statement of a transaction, but before a counter row that orders commits.
     *
     * @param lease held by the caller
     * @throws LeaseLostException if another node has taken the lease over
     */
    public void fence(Lease lease) {
        if (Jdbc.update(transactions.connection(), fence, lease.name(), lease.owner(), lease.epoch()) == 0) {
            throw new LeaseLostException(lease);
        }
    }

    private record Row(long epoch, Instant expiresAt) {}
}
