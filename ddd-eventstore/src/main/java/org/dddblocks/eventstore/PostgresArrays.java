package org.dddblocks.eventstore;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/** Several appends as the arrays that {@code append_all} takes, in the order of its parameters; indices count from 1. */
record PostgresArrays(List<Column> columns) {
    /** One parameter: all values of one kind. */
    record Column(String type, Object[] values) {
        static <T> Column of(String type, List<T> rows, Function<T, @Nullable Object> value) {
            return new Column(type, values(type, rows, value));
        }

        /** Arrays of these types go to the server as they are, without a text in between. */
        private static <T> Object[] values(String type, List<T> rows, Function<T, @Nullable Object> value) {
            return switch (type) {
                case "text" -> rows.stream().map(value).toArray(String[]::new);
                case "int4" -> rows.stream().map(value).toArray(Integer[]::new);
                case "int8" -> rows.stream().map(value).toArray(Long[]::new);
                case "bool" -> rows.stream().map(value).toArray(Boolean[]::new);
                default -> rows.stream().map(value).toArray();
            };
        }
    }

    /** One stream of one append. */
    private record Share(int append, int part, int stream, EncodedAppend.Part what) {}

    static PostgresArrays of(List<EncodedAppend> appends) {
        TreeMap<StreamId, Boolean> creates = new TreeMap<>(EncodedAppend.LOCK_ORDER);
        for (EncodedAppend append : appends) {
            for (EncodedAppend.Part part : append.parts()) {
                creates.merge(part.stream(), part.expected().version() <= 0, Boolean::logicalOr);
            }
        }
        List<StreamId> streams = List.copyOf(creates.keySet());
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of("text", streams, StreamId::type));
        columns.add(Column.of("text", streams, StreamId::id));
        columns.add(Column.of("bool", streams, creates::get));
        addAppends(columns, appends);
        List<Share> shares = shares(appends, streams);
        columns.add(Column.of("int4", shares, Share::append));
        columns.add(Column.of("int4", shares, Share::part));
        columns.add(Column.of("int4", shares, Share::stream));
        columns.add(Column.of("int8", shares, share -> share.what().expected().version()));
        columns.add(Column.of("int4", shares, share -> share.what().size()));
        addEvents(
                columns,
                shares.stream().flatMap(share -> share.what().events().stream()).toList());
        return new PostgresArrays(columns);
    }

    private static void addAppends(List<Column> columns, List<EncodedAppend> appends) {
        columns.add(Column.of("uuid", appends, EncodedAppend::id));
        columns.add(Column.of("bool", appends, EncodedAppend::known));
        columns.add(Column.of(
                "timestamptz",
                appends,
                append -> append.occurredAt().atOffset(ZoneOffset.UTC).toString()));
        List<EventMetadata> metadata =
                appends.stream().map(EncodedAppend::metadata).toList();
        columns.add(Column.of("text", metadata, EventMetadata::correlationId));
        columns.add(Column.of("text", metadata, EventMetadata::causationId));
        columns.add(Column.of("text", metadata, EventMetadata::actor));
        columns.add(Column.of("text", metadata, EventMetadata::tenant));
        columns.add(Column.of("text", metadata, EventMetadata::traceparent));
    }

    private static void addEvents(List<Column> columns, List<EncodedEvent> events) {
        columns.add(Column.of("uuid", events, EncodedEvent::id));
        columns.add(Column.of("text", events, EncodedEvent::typeName));
        columns.add(Column.of("int4", events, EncodedEvent::schemaVersion));
        columns.add(Column.of("text", events, EncodedEvent::payload));
    }

    private static List<Share> shares(List<EncodedAppend> appends, List<StreamId> streams) {
        List<Share> shares = new ArrayList<>();
        for (int a = 0; a < appends.size(); a++) {
            List<EncodedAppend.Part> parts = appends.get(a).parts();
            for (int p = 0; p < parts.size(); p++) {
                shares.add(new Share(a + 1, p, place(streams, parts.get(p).stream()), parts.get(p)));
            }
        }
        return shares;
    }

    /** From 1; the streams are sorted. */
    private static int place(List<StreamId> streams, StreamId stream) {
        return 1 + Collections.binarySearch(streams, stream, EncodedAppend.LOCK_ORDER);
    }
}
