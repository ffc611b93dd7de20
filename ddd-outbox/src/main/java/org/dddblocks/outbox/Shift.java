package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * One transaction of the relay: it holds the relay's lock row, reads rows and deletes those that were accepted.
 * Publishers never touch the lock row, and the relay never waits for a row of theirs, so neither blocks the other.
 */
final class Shift {
    private static final String RELAY = "active";

    private final Database database;
    private final OutboxTable table;
    private final Connection connection;
    private final long began = System.nanoTime();
    private final boolean locked;

    private Shift(Database database, OutboxTable table, Duration idleAtMost) {
        this.database = database;
        this.table = table;
        this.connection = database.transactions().connection();
        String relays = database.table("outbox_relay");
        this.locked = lock(relays) || restored(relays) && lock(relays);
        if (locked) {
            database.dialect().endWhenIdle(connection, idleAtMost);
        }
    }

    /** Begins work in the current transaction. */
    static Shift begin(Database database, OutboxTable table, Duration idleAtMost) {
        return new Shift(database, table, idleAtMost);
    }

    private boolean lock(String relays) {
        String sql = "select name from " + relays + " where name = ? for update skip locked";
        return Jdbc.first(connection, row -> true, sql, RELAY).isPresent();
    }

    /** The lock row is missing only if somebody emptied the table; without it no relay would ever work again. */
    private boolean restored(String relays) {
        boolean present = Jdbc.first(connection, row -> true, "select name from " + relays + " where name = ?", RELAY)
                .isPresent();
        return !present && database.dialect().insertIfAbsent(connection, relays, List.of("name"), RELAY) == 1;
    }

    /** Whether this relay is the active one: only then may it send. */
    boolean locked() {
        return locked;
    }

    /** For how long it has had the lock, in nanoseconds. */
    long age() {
        return System.nanoTime() - began;
    }

    /** It waits now, and nobody waits for the rows that it has locked. */
    void rest() {
        database.dialect().letOthersWrite(connection);
    }

    List<OutboxRow> read(Collection<MessageKey> held, int limit, BiConsumer<Long, RuntimeException> unreadable) {
        return table.read(connection, held, limit, unreadable);
    }

    void delete(List<Long> seqs) {
        table.delete(connection, seqs);
    }

    void list(OutboxRow row, Duration pause, String error) {
        Instant now = database.dialect().now(connection);
        Instant since = row.failingSince() == null ? now : row.failingSince();
        Message message = row.message();
        table.list(
                connection,
                new FailingKey(
                        message.key(), message.id(), message.type(), row.failures() + 1, since, now.plus(pause), error),
                row.seq());
    }

    void unlist(MessageKey key) {
        table.unlist(connection, key);
    }
}
