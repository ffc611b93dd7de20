package org.dddblocks.eventstore;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** Calls the functions {@code append_one} and {@code append_all} of the schema. */
final class PostgresCall {
    private static final int ONE_ARGUMENTS = 14;
    private static final int ALL_ARGUMENTS = 25;
    /** Until then a call for each costs less than the arrays of one call for all. */
    private static final int FEW = 12;

    private static final Comparator<EncodedAppend> LOCK_ORDER =
            Comparator.comparing(append -> append.parts().get(0).stream(), EncodedAppend.LOCK_ORDER);

    private final String one;
    private final String all;

    PostgresCall(Database database) {
        one = call(database.table("append_one"), ONE_ARGUMENTS);
        all = "select " + call(database.table("append_all"), ALL_ARGUMENTS);
    }

    private static String call(String function, int arguments) {
        return function + "(" + String.join(", ", Collections.nCopies(arguments, "?")) + ")";
    }

    /** One row for each part of each append, in order. */
    List<PostgresWriter.Row> run(Connection connection, List<EncodedAppend> appends, boolean alone) {
        try {
            return areFewSingleEvents(appends)
                    ? each(connection, appends, alone)
                    : Jdbc.query(connection, row -> answer(row, 1), all, all(connection, appends, alone))
                            .get(0);
        } catch (SQLException e) {
            throw PersistenceException.of("make arrays of the events to append", e);
        }
    }

    private static boolean areFewSingleEvents(List<EncodedAppend> appends) {
        return appends.size() <= FEW
                && appends.stream()
                        .allMatch(append -> !append.known() && append.parts().size() == 1 && append.size() == 1);
    }

    /** One statement with a call for each, in the order in which all writers lock, and of arrival within a stream. */
    private List<PostgresWriter.Row> each(Connection connection, List<EncodedAppend> appends, boolean alone) {
        List<EncodedAppend> sorted = appends.stream().sorted(LOCK_ORDER).toList();
        List<@Nullable Object> arguments = new ArrayList<>(sorted.size() * ONE_ARGUMENTS);
        sorted.forEach(append -> addOne(arguments, append, alone));
        String sql = "select " + String.join(", ", Collections.nCopies(sorted.size(), one));
        Map<EncodedAppend, PostgresWriter.Row> rows = new IdentityHashMap<>();
        Jdbc.query(
                connection,
                row -> {
                    for (int i = 0; i < sorted.size(); i++) {
                        rows.put(sorted.get(i), answer(row, i + 1).get(0));
                    }
                    return rows;
                },
                sql,
                arguments.toArray());
        return appends.stream().map(rows::get).toList();
    }

    /** The time in microseconds, then a verdict and a version for each part. */
    private static List<PostgresWriter.Row> answer(ResultSet row, int column) throws SQLException {
        @Nullable Long[] answer = (@Nullable Long[]) row.getArray(column).getArray();
        Instant at = answer[0] == null ? Instant.EPOCH : Instant.EPOCH.plus(answer[0], ChronoUnit.MICROS);
        List<PostgresWriter.Row> rows = new ArrayList<>(answer.length / 2);
        for (int i = 1; i < answer.length; i += 2) {
            rows.add(new PostgresWriter.Row(answer[i].intValue(), answer[i + 1], at));
        }
        return rows;
    }

    private static void addOne(List<@Nullable Object> arguments, EncodedAppend append, boolean alone) {
        EncodedAppend.Part part = append.parts().get(0);
        EventMetadata why = append.metadata();
        EncodedEvent event = part.events().get(0);
        Collections.addAll(
                arguments,
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
                alone);
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
