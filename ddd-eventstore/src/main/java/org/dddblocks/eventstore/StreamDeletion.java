package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.StoreWork;

/** Deletes all of a stream but its row, which keeps the id reserved. */
final class StreamDeletion {
    /** All tables that keep something of a stream, by its type and id. */
    private static final List<String> TABLES = List.of("event", "snapshot");

    private final Database database;
    private final Transactions transactions;
    private final StreamTable streams;
    private final UncommittedAppends uncommitted;
    private final SavepointGuard savepoints;
    private final List<String> statements;

    StreamDeletion(Database database, PayloadCodec codec) {
        this.database = database;
        this.transactions = database.transactions();
        this.streams = new StreamTable(database);
        this.uncommitted = new UncommittedAppends(database, codec);
        this.savepoints = new SavepointGuard(database);
        this.statements = TABLES.stream()
                .map(table -> "delete from " + database.table(table) + " where stream_type = ? and stream_id = ?")
                .toList();
    }

    boolean delete(StreamId stream) {
        return StoreWork.join(transactions, () -> {
            Connection connection = transactions.connection();
            AtomicBoolean marked = new AtomicBoolean();
            return StoreWork.write(
                    transactions,
                    () -> marked.set(streams.delete(
                            connection, stream, database.dialect().now(connection))),
                    () -> marked.get() && empty(connection, stream));
        });
    }

    private boolean empty(Connection connection, StreamId stream) {
        try {
            statements.forEach(statement -> Jdbc.update(connection, statement, stream.type(), stream.id()));
        } catch (PersistenceException e) {
            throw Races.ended(stream, Expected.any().version(), e);
        }
        uncommitted.forget(stream);
        savepoints.forget(stream);
        return true;
    }
}
