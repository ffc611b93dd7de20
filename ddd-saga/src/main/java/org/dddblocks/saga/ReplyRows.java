package org.dddblocks.saga;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dddblocks.outbox.Message;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/** Replies that came in and wait to be acted on. Every method runs in the current transaction. */
final class ReplyRows {
    private final Database database;
    private final String table;

    ReplyRows(Database database) {
        this.database = database;
        this.table = database.table("saga_reply");
    }

    void keep(UUID instance, UUID command, Message reply, Instant now) {
        Jdbc.update(
                connection(),
                "insert into " + table + " (instance_id, message_id, command_id, reply_type, schema_version, payload,"
                        + " received_at) values (?, ?, ?, ?, ?, ?, ?)",
                instance,
                reply.id(),
                command,
                reply.type(),
                reply.schemaVersion(),
                reply.payload(),
                now);
    }

    List<Kept> of(UUID instance) {
        return Jdbc.query(
                connection(),
                row -> new Kept(
                        Objects.requireNonNull(Jdbc.uuid(row, "message_id")),
                        Objects.requireNonNull(Jdbc.uuid(row, "command_id")),
                        new Stored(
                                row.getString("reply_type"), row.getInt("schema_version"), row.getString("payload"))),
                "select * from " + table + " where instance_id = ? order by received_at, message_id",
                instance);
    }

    void delete(UUID instance) {
        Jdbc.update(connection(), "delete from " + table + " where instance_id = ?", instance);
    }

    private Connection connection() {
        return database.transactions().connection();
    }

    /** A reply that was kept. */
    record Kept(UUID message, UUID command, Stored reply) {}
}
