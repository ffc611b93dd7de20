package org.dddblocks.eventstore;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/** Several appends as the arrays that {@code append_all} takes, in the order of its parameters; indices count from 1. */
record PostgresArrays(List<Column> columns) {
    /** One parameter: all values of one kind, or nothing if there is none among them. */
    record Column(String type, @Nullable Object @Nullable [] values) {
        static <T> Column of(String type, List<T> rows, Function<T, @Nullable Object> value) {
            @Nullable Object[] values = rows.stream().map(value).toArray(length -> array(type, length));
            boolean none = Arrays.stream(values).allMatch(Objects::isNull);
            return new Column(type, none ? null : values);
        }

        /** Arrays of these types go to the server as they are, without a text in between. */
        private static @Nullable Object[] array(String type, int length) {
            return switch (type) {
                case "text" -> new String[length];
                case "int4" -> new Integer[length];
                case "int8" -> new Long[length];
                case "bool" -> new Boolean[length];
                default -> new Object[length];
            };
        }
    }

    /** What is done to one stream: the expected version and the events of the only part that wants it, if it is alone. */
    private record Target(boolean creates, EncodedAppend.@Nullable Part lone) {
        Target and(Target other) {
            return new Target(creates || other.creates, null);
        }
    }

    /** One stream of one append. */
    private record Share(int append, int part, int stream, EncodedAppend.Part what) {}

    /** One event of one part. */
    private record Numbered(int part, int number, EncodedEvent event) {}

    static PostgresArrays of(List<EncodedAppend> appends) {
        Map<StreamId, Target> targets = targets(appends);
        List<StreamId> streams = List.copyOf(targets.keySet());
        List<Share> shares = shares(appends, streams);
        List<Column> columns = new ArrayList<>();
        addStreams(columns, targets);
        addAppends(columns, appends);
        columns.add(Column.of("int4", shares, Share::append));
        columns.add(Column.of("int4", shares, Share::part));
        columns.add(Column.of("int4", shares, Share::stream));
        columns.add(Column.of("int8", shares, share -> share.what().expected().version()));
        columns.add(Column.of("int4", shares, share -> share.what().size()));
        addEvents(columns, shares);
        return new PostgresArrays(columns);
    }

    private static Map<StreamId, Target> targets(List<EncodedAppend> appends) {
        Map<StreamId, Target> targets = new TreeMap<>(EncodedAppend.LOCK_ORDER);
        for (EncodedAppend append : appends) {
            boolean lone = append.parts().size() == 1 && !append.known();
            for (EncodedAppend.Part part : append.parts()) {
                targets.merge(
                        part.stream(), new Target(part.expected().version() <= 0, lone ? part : null), Target::and);
            }
        }
        return targets;
    }

    private static void addStreams(List<Column> columns, Map<StreamId, Target> targets) {
        List<StreamId> streams = List.copyOf(targets.keySet());
        List<Target> values = List.copyOf(targets.values());
        columns.add(Column.of("text", streams, StreamId::type));
        columns.add(Column.of("text", streams, StreamId::id));
        columns.add(Column.of("bool", values, Target::creates));
        columns.add(Column.of(
                "int8",
                values,
                target ->
                        target.lone() == null ? null : target.lone().expected().version()));
        columns.add(Column.of(
                "int8",
                values,
                target -> target.lone() == null ? null : (long) target.lone().size()));
    }

    private static void addAppends(List<Column> columns, List<EncodedAppend> appends) {
        columns.add(Column.of("uuid", appends, EncodedAppend::id));
        columns.add(Column.of("uuid", appends, append -> append.retried() ? append.first() : null));
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

    private static void addEvents(List<Column> columns, List<Share> shares) {
        List<Numbered> events = new ArrayList<>();
        for (int part = 0; part < shares.size(); part++) {
            int number = 1;
            for (EncodedEvent event : shares.get(part).what().events()) {
                events.add(new Numbered(part + 1, number++, event));
            }
        }
        columns.add(Column.of("int4", events, Numbered::part));
        columns.add(Column.of("int4", events, Numbered::number));
        columns.add(Column.of("uuid", events, event -> event.event().id()));
        columns.add(Column.of("text", events, event -> event.event().typeName()));
        columns.add(Column.of("int4", events, event -> event.event().schemaVersion()));
        columns.add(Column.of("text", events, event -> event.event().payload()));
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
