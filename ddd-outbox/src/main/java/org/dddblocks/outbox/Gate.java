package org.dddblocks.outbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * Lets the messages of a key through in ascending numbers only. A key is one of its sender: two contexts may use the same
 * names, and each numbers its own.
 */
final class Gate {
    private static final List<String> COLUMNS =
            List.of("consumer", "key_hash", "source", "aggregatetype", "aggregateid", "last_version", "last_ordinal");

    private final Database database;
    private final String consumer;
    private final String table;
    private final String advance;
    private final String drop;

    Gate(Database database, String consumer) {
        this.database = database;
        this.consumer = consumer;
        this.table = database.table("inbox_gate");
        String key = " where consumer = ? and key_hash = ?";
        this.advance = "update " + table + " set last_version = ?, last_ordinal = ?" + key
                + " and (last_version < ? or (last_version = ? and last_ordinal < ?))";
        this.drop = "update " + table + " set dropped = dropped + 1" + key;
    }

    /**
     * Whether the message is newer than all of its key that passed; from then on it is the newest. Waits for a transaction
     * that handles another message of the key.
     */
    boolean passes(Message message) {
        String key = hash(message);
        // The row may have come from another transaction between the two: then its number decides.
        if (advanced(key, message.number()) || begun(key, message) || advanced(key, message.number())) {
            return true;
        }
        Jdbc.update(connection(), drop, consumer, key);
        return false;
    }

    private boolean advanced(String key, MessageNumber number) {
        long version = number.version();
        int ordinal = number.ordinal();
        return Jdbc.update(connection(), advance, version, ordinal, consumer, key, version, version, ordinal) == 1;
    }

    private boolean begun(String hash, Message message) {
        MessageKey key = message.key();
        MessageNumber number = message.number();
        int rows = database.dialect()
                .insertIfAbsent(
                        connection(),
                        table,
                        COLUMNS,
                        consumer,
                        hash,
                        message.source(),
                        key.type(),
                        key.id(),
                        number.version(),
                        number.ordinal());
        return rows == 1;
    }

    long dropped() {
        return Jdbc.query(
                        connection(),
                        row -> row.getLong(1),
                        "select coalesce(sum(dropped), 0) from " + table + " where consumer = ?",
                        consumer)
                .get(0);
    }

    /** Names have no NUL in them. Four names of 255 characters are too long for an index of MariaDB. */
    private static String hash(Message message) {
        String key = message.source()
                + '\0'
                + message.key().type()
                + '\0'
                + message.key().id();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }

    private Connection connection() {
        return database.transactions().connection();
    }
}
