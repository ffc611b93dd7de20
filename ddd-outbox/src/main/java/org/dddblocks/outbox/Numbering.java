package org.dddblocks.outbox;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * Sees to it that a key has one numbering for ever: all keys of a type are numbered by their aggregates, or all by
 * counters. The first use of a type decides and is stored; a relay or a consumer may compare numbers ever after.
 */
final class Numbering {
    enum By {
        AGGREGATE("the version of its aggregate"),
        COUNTER("a counter of its own");

        private final String text;

        By(String text) {
            this.text = text;
        }
    }

    private final Database database;
    private final String numberings;
    private final String counters;
    private final Map<String, By> known = new ConcurrentHashMap<>();

    Numbering(Database database) {
        this.database = database;
        this.numberings = database.table("outbox_numbering");
        this.counters = database.table("outbox_counter");
    }

    /** Refuses a type that is numbered otherwise; nothing of the caller's is written before. */
    void claim(Connection connection, String type, By wanted) {
        By by = known.get(type);
        if (by == null) {
            by = stored(connection, type, wanted);
            By decided = by;
            database.transactions().afterCommit(() -> known.put(type, decided));
        }
        if (by != wanted) {
            throw new IllegalArgumentException(
                    ("The type \"%s\" of the message key numbers its messages by %s, and has done so since its first message;"
                                    + " this one would be numbered by %s. %s")
                            .formatted(type, by.text, wanted.text, remedy(wanted)));
        }
    }

    private static String remedy(By wanted) {
        return wanted == By.COUNTER
                ? "Let the aggregate record an event and translate it (Outbox.translating), or publish under a key of"
                        + " another type."
                : "Name the aggregate type differently, or publish those other messages under a key of another type.";
    }

    private By stored(Connection connection, String type, By wanted) {
        return read(connection, type).orElseGet(() -> {
            database.dialect()
                    .insertIfAbsent(
                            connection, numberings, List.of("aggregatetype", "numbered_by"), type, wanted.name());
            return read(connection, type)
                    .orElseThrow(() -> new PersistenceException("The numbering of key type " + type
                            + " was stored by a transaction that this one does not see. Use READ COMMITTED."));
        });
    }

    private Optional<By> read(Connection connection, String type) {
        return Jdbc.first(
                connection,
                row -> By.valueOf(row.getString(1)),
                "select numbered_by from " + numberings + " where aggregatetype = ?",
                type);
    }

    /**
     * Takes the next numbers of a key and keeps its row locked until the transaction ends, so that messages of a key are
     * inserted in commit order.
     *
     * @return the last of the numbers taken
     */
    long advance(Connection connection, MessageKey key, long messages) {
        String update =
                "update " + counters + " set last_number = last_number + ? where aggregatetype = ? and aggregateid = ?";
        var dialect = database.dialect();
        Object[] arguments = {messages, key.type(), key.id()};
        return dialect.updateReturning(connection, "last_number", update, arguments)
                .orElseGet(() -> {
                    List<String> columns = List.of("aggregatetype", "aggregateid", "last_number");
                    dialect.insertIfAbsent(connection, counters, columns, key.type(), key.id(), 0L);
                    return dialect.updateReturning(connection, "last_number", update, arguments)
                            .orElseThrow();
                });
    }
}
