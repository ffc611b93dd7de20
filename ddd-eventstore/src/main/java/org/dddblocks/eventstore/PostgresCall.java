package org.dddblocks.eventstore;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** Calls the functions {@code append_one} and {@code append_all} of the schema. */
final class PostgresCall {
    private static final int ONE_ARGUMENTS = 14;
    private static final int ALL_ARGUMENTS = 25;

    private final String one;
    private final String all;

    PostgresCall(Database database) {
        one = call(database.table("append_one"), ONE_ARGUMENTS);
        all = call(database.table("append_all"), ALL_ARGUMENTS);
    }

    private static String call(String function, int arguments) {
        return "select " + function + "(" + String.join(", ", Collections.nCopies(arguments, "?")) + ")";
    }

    /** One row for each part of each append, in order. */
    List<PostgresWriter.Row> run(Connection connection, List<EncodedAppend> appends, boolean alone) {
        try {
            return isOneEvent(appends)
                    ? answer(connection, one, one(appends.get(0), alone))
                    : answer(connection, all, all(connection, appends, alone));
        } catch (SQLException e) {
            throw PersistenceException.of("make arrays of the events to append", e);
        }
    }

    private static boolean isOneEvent(List<EncodedAppend> appends) {
        return appends.size() == 1
                && !appends.get(0).known()
                && appends.get(0).parts().size() == 1
                && appends.get(0).parts().get(0).size() == 1;
    }

    private static List<PostgresWriter.Row> answer(Connection connection, String sql, @Nullable Object... arguments) {
        return Jdbc.query(connection, PostgresCall::rows, sql, arguments).get(0);
    }

    /** The time in microseconds, then a verdict and a version for each part. */
    private static List<PostgresWriter.Row> rows(ResultSet row) throws SQLException {
        @Nullable Long[] answer = (@Nullable Long[]) row.getArray(1).getArray();
        Instant at = answer[0] == null ? Instant.EPOCH : Instant.EPOCH.plus(answer[0], ChronoUnit.MICROS);
        List<PostgresWriter.Row> rows = new ArrayList<>(answer.length / 2);
        for (int i = 1; i < answer.length; i += 2) {
            rows.add(new PostgresWriter.Row(answer[i].intValue(), answer[i + 1], at));
        }
        return rows;
    }

    private static @Nullable Object[] one(EncodedAppend append, boolean alone) {
        EncodedAppend.Part part = append.parts().get(0);
        EventMetadata why = append.metadata();
        EncodedEvent event = part.events().get(0);
        return new @Nullable Object[] {
            part.stream().type(),
            part.stream().id(),
            part.expected().version(),
            append.occurredAt(),
            why.correlationId(),
            why.causationId(),
            why.actor(),
            why.tenant(),
            why.traceparent(),
            event.id(),
            event.typeName(),
            event.schemaVersion(),
            event.payload(),
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

    private static @Nullable Array array(Connection connection, String type, @Nullable Object @Nullable [] values)
            throws SQLException {
        return values == null ? null : connection.createArrayOf(type, values);
    }
}
