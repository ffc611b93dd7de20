package org.dddblocks.eventstore;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** Calls the functions {@code append_one} and {@code append_all} of the schema. */
final class PostgresCall {
    private static final int ONE_ARGUMENTS = 15;
    private static final int ALL_ARGUMENTS = 21;

    private final String one;
    private final String all;

    PostgresCall(Database database) {
        one = call(database.table("append_one"), ONE_ARGUMENTS);
        all = call(database.table("append_all"), ALL_ARGUMENTS);
    }

    private static String call(String function, int arguments) {
        return "select out_verdict, out_version, out_recorded from " + function + "("
                + String.join(", ", Collections.nCopies(arguments, "?")) + ")";
    }

    /** One row for each part of each append, in order. */
    List<PostgresWriter.Row> run(Connection connection, List<EncodedAppend> appends, boolean alone) {
        boolean lean = appends.size() == 1
                && appends.get(0).parts().size() == 1
                && !appends.get(0).known();
        try {
            return lean
                    ? Jdbc.query(connection, PostgresWriter.Row::of, one, one(connection, appends.get(0), alone))
                    : Jdbc.query(connection, PostgresWriter.Row::of, all, all(connection, appends, alone));
        } catch (SQLException e) {
            throw PersistenceException.of("make arrays of the events to append", e);
        }
    }

    private static @Nullable Object[] one(Connection connection, EncodedAppend append, boolean alone)
            throws SQLException {
        EncodedAppend.Part part = append.parts().get(0);
        EventMetadata why = append.metadata();
        List<EncodedEvent> events = part.events();
        return new @Nullable Object[] {
            part.stream().type(),
            part.stream().id(),
            part.expected().version(),
            append.id(),
            append.occurredAt(),
            why.correlationId(),
            why.causationId(),
            why.actor(),
            why.tenant(),
            why.traceparent(),
            array(connection, "uuid", events.stream().map(EncodedEvent::id).toArray()),
            array(
                    connection,
                    "text",
                    events.stream().map(EncodedEvent::typeName).toArray(String[]::new)),
            array(
                    connection,
                    "int4",
                    events.stream().map(EncodedEvent::schemaVersion).toArray(Integer[]::new)),
            array(connection, "text", events.stream().map(EncodedEvent::payload).toArray(String[]::new)),
            alone
        };
    }

    private static @Nullable Object[] all(Connection connection, List<EncodedAppend> appends, boolean alone)
            throws SQLException {
        PostgresArrays arrays = PostgresArrays.of(appends);
        @Nullable Object[] arguments = new @Nullable Object[ALL_ARGUMENTS];
        int i = 0;
        for (PostgresArrays.Column column : arrays.columns()) {
            arguments[i++] = array(connection, column.type(), column.values());
        }
        arguments[i] = alone;
        return arguments;
    }

    private static Array array(Connection connection, String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }
}
