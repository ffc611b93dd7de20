package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.Jdbc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often the work on a message began, committed before the work begins: a process that dies at it cannot count
 * any more. What ends, well or not, takes its count back.
 *
 * <p>A message that began before without an end is a suspect; suspects of a process are worked on one at a time, so that
 * one that kills the process does not take others with it again and again, until they are parked too.
 */
final class Starts {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    private static final ReentrantLock SUSPECT = new ReentrantLock();
    private static final long ALONE_SECONDS = 60;
    private static final int TRIES = 100;
    private static final int REMEMBERED = 10_000;
    /** More than any limit: the message is parked, whatever limit a node has. */
    private static final long PARKED = 1_000_000;
    /** A condition of {@link Dialect#count} that forbids nothing. */
    private static final String NEVER = "1 = 0";

    private static final List<String> KEY = List.of("consumer", "message_id");

    private final Database database;
    private final String consumer;
    private final long most;
    private final String table;
    private final ParkedTable parked;
    /** Starts that ended here though the database does not know, since it was away. */
    private final Set<UUID> ended = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    Starts(Database database, String consumer, long most) {
        this.database = database;
        this.consumer = consumer;
        this.most = most;
        this.table = database.table("inbox_start");
        this.parked = new ParkedTable(database, consumer);
    }

    /** Does the work unless the message is parked, or is to be now. The work's own transaction calls {@link #forget}. */
    <X extends Exception> Receipt call(Message message, Transactions.Work<Receipt, X> work) throws X {
        long start = begin(message);
        if (start > most) {
            return Receipt.PARKED;
        }
        boolean alone = start > 1 && alone();
        try {
            return work.call();
        } catch (Throwable failure) {
            ended(message, failure);
            throw failure;
        } finally {
            if (alone) {
                SUSPECT.unlock();
            }
        }
    }

    /** Bounded: a suspect that hangs must not stop all others for ever. */
    private static boolean alone() {
        try {
            return SUSPECT.tryLock(ALONE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long begin(Message message) {
        UUID id = message.id();
        long one = ended.contains(id) ? 0 : 1;
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Dialect.Counted> counted = database.alone(
                    connection -> database.dialect().count(connection, table, KEY, "starts", NEVER, one, consumer, id));
            if (counted.isPresent()) {
                ended.remove(id);
                long starts = counted.get().value();
                return starts > most ? park(message) : starts;
            }
        }
        throw new PersistenceException("The start of " + message + " could not be counted in " + TRIES
                + " tries, since other deliveries of it came and went. It is delivered again.");
    }

    private long park(Message message) {
        Transactions transactions = database.transactions();
        boolean first = transactions.call(() -> {
            Connection connection = transactions.connection();
            String sql = "update " + table + " set starts = ? where consumer = ? and message_id = ? and starts < ?";
            if (Jdbc.update(connection, sql, PARKED, consumer, message.id(), PARKED) == 0) {
                return false;
            }
            parked.delete(connection, message.id());
            parked.insert(connection, message, most, database.dialect().now(connection));
            return true;
        });
        if (first) {
            LOG.warn(
                    "The consumer {} parked {}: it was begun {} times without an end, so it may kill its process. List it with"
                            + " Inbox.parked(), then release or discard it.",
                    consumer,
                    message,
                    most);
        }
        return PARKED;
    }

    /** In the transaction of the effect. */
    void forget(Connection connection, UUID message) {
        String sql = "delete from " + table + " where consumer = ? and message_id = ?";
        if (Jdbc.update(connection, sql, consumer, message) == 1) {
            parked.delete(connection, message);
        }
    }

    private void ended(Message message, Throwable failure) {
        ended.add(message.id());
        try {
            String sql = "update " + table
                    + " set starts = starts - 1 where consumer = ? and message_id = ? and starts > 0 and starts < ?";
            database.alone(connection -> Jdbc.update(connection, sql, consumer, message.id(), PARKED));
            ended.remove(message.id());
        } catch (RuntimeException away) {
            failure.addSuppressed(away); // the next start of this process does not count
        }
    }

    /** Forgets starts of messages that nobody delivers any more. */
    void purge(Instant before) {
        Transactions transactions = database.transactions();
        transactions.run(() -> Jdbc.update(
                transactions.connection(),
                "delete from " + table + " where consumer = ? and first_at < ? and starts < ? and message_id not in ("
                        + "select message_id from " + database.table("inbox_parked") + " where consumer = ?)",
                consumer,
                before,
                PARKED,
                consumer));
    }

    List<ParkedMessage> parked(Connection connection, int atMost) {
        return parked.list(connection, atMost);
    }

    Optional<ParkedMessage> parked(Connection connection, UUID message) {
        return parked.find(connection, message);
    }

    /** Lets a parked message be begun again; it stays in the list until it is done. */
    void unpark(Connection connection, UUID message) {
        set(connection, message, 0);
    }

    /** Its release failed. */
    void park(Connection connection, UUID message) {
        set(connection, message, PARKED);
    }

    private void set(Connection connection, UUID message, long starts) {
        String sql = "update " + table + " set starts = ? where consumer = ? and message_id = ?";
        Jdbc.update(connection, sql, starts, consumer, message);
    }
}
