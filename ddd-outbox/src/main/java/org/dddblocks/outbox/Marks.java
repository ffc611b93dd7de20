package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** What was handled: one row for each message of one consumer. */
final class Marks {
    private static final List<String> COLUMNS = List.of("consumer", "message_id");
    private static final int AT_ONCE = 500;

    private final Database database;
    private final String consumer;
    private final String table;

    Marks(Database database, String consumer) {
        this.database = database;
        this.consumer = consumer;
        this.table = database.table("inbox");
    }

    /** Whether the message was not handled before; waits for a transaction that handles it now. */
    boolean add(UUID message) {
        int rows = database.dialect().insertIfAbsent(connection(), table, COLUMNS, consumer, message);
        return rows == 1;
    }

    /** Notes that a marked message had no effect. */
    void outcome(UUID message, String outcome, @Nullable String note) {
        String sql = "update " + table + " set outcome = ?, note = ? where consumer = ? and message_id = ?";
        Jdbc.update(connection(), sql, outcome, note, consumer, message);
    }

    boolean outdated(UUID message) {
        String sql = "select outcome from " + table + " where consumer = ? and message_id = ?";
        return Jdbc.first(connection(), row -> row.getString(1), sql, consumer, message)
                .filter(Receipt.OUTDATED.name()::equals)
                .isPresent();
    }

    /** Deletes marks by the database's clock, few in each transaction, so that nobody waits long for one of them. */
    long purge(Instant before) {
        Transactions transactions = database.transactions();
        long purged = 0;
        int last;
        do {
            last = transactions.call(() -> purgeSome(before));
            purged += last;
        } while (last == AT_ONCE);
        return purged;
    }

    private int purgeSome(Instant before) {
        List<UUID> old = Jdbc.query(
                connection(),
                row -> row.getObject(1, UUID.class),
                "select message_id from " + table + " where consumer = ? and handled_at < ? order by handled_at limit "
                        + AT_ONCE,
                consumer,
                before);
        if (old.isEmpty()) {
            return 0;
        }
        @Nullable Object[] arguments = new @Nullable Object[AT_ONCE + 1];
        arguments[0] = consumer;
        for (int place = 0; place < AT_ONCE; place++) {
            arguments[place + 1] = old.get(Math.min(place, old.size() - 1));
        }
        String places = String.join(", ", Collections.nCopies(AT_ONCE, "?"));
        Jdbc.update(
                connection(),
                "delete from " + table + " where consumer = ? and message_id in (" + places + ")",
                arguments);
        return old.size();
    }

    private Connection connection() {
        return database.transactions().connection();
    }
}
