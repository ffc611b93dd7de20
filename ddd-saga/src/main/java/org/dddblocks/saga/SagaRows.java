package org.dddblocks.saga;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** The table of instances. Every method runs in the current transaction. */
final class SagaRows {
    private final Database database;
    private final String table;

    SagaRows(Database database) {
        this.database = database;
        this.table = database.table("saga");
    }

    /** False if the definition has an instance of this key already. */
    boolean insert(SagaRow row) {
        List<String> columns = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        insertable(row, (column, value) -> {
            if (value != null) {
                columns.add(column);
                values.add(value);
            }
        });
        return database.dialect().insertIfAbsent(connection(), table, columns, values.toArray()) == 1;
    }

    private static void insertable(SagaRow row, Columns columns) {
        columns.set("id", row.id());
        columns.set("definition", row.head().definition());
        columns.set("version", row.head().version());
        columns.set("business_key", row.head().businessKey());
        columns.set("started_at", row.head().startedAt());
        columns.set("correlation_id", row.origin().correlationId());
        columns.set("actor", row.origin().actor());
        columns.set("tenant", row.origin().tenant());
        columns.set("traceparent", row.origin().traceparent());
        columns.set("revision", row.revision());
        changeable(row, columns);
    }

    private static void changeable(SagaRow row, Columns columns) {
        Place place = row.place();
        SagaRow.Parked parked = row.parked();
        columns.set("status", place.status().name());
        columns.set("step", place.step());
        columns.set("starts", place.starts());
        columns.set("completed", String.join("\n", place.completed()));
        columns.set("awaiting", place.awaiting());
        columns.set("state_type", row.state().type());
        columns.set("state_version", row.state().version());
        columns.set("state", row.state().text());
        columns.set("next_wake_at", row.nextWakeAt());
        columns.set(
                "parked_from",
                place.parkedFrom() == null ? null : place.parkedFrom().name());
        columns.set("attention", parked == null ? null : parked.attention().name());
        columns.set("attention_why", parked == null ? null : parked.why());
        columns.set("causation_id", row.origin().causationId());
        columns.set("entries", row.entries());
        columns.set("ended_at", row.endedAt());
    }

    /**
     * Writes the row if nobody did since it was read. It is the last statement of every turn: a runner that was overtaken
     * finds another revision here, and its whole transaction is undone.
     */
    void update(SagaRow row) {
        List<String> columns = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        changeable(row, (column, value) -> {
            columns.add(column + " = ?");
            values.add(value);
        });
        values.add(row.id());
        values.add(row.revision());
        String sql = "update " + table + " set " + String.join(", ", columns)
                + ", revision = revision + 1 where id = ? and revision = ?";
        if (Jdbc.update(connection(), sql, values.toArray()) != 1) {
            throw new OvertakenException(row);
        }
    }

    Optional<SagaRow> find(UUID id) {
        return first(" where id = ?", id);
    }

    Optional<SagaRow> find(String definition, String businessKey) {
        return first(" where definition = ? and business_key = ?", definition, businessKey);
    }

    /** Waits for whoever holds it. */
    Optional<SagaRow> lock(UUID id) {
        return first(" where id = ? for update", id);
    }

    /** Empty also if somebody holds it. */
    Optional<SagaRow> lockIfFree(UUID id) {
        return first(" where id = ? for update skip locked", id);
    }

    void wake(UUID id, Instant at) {
        Jdbc.update(connection(), "update " + table + " set next_wake_at = ? where id = ?", at, id);
    }

    void tell(UUID id, int more) {
        Jdbc.update(connection(), "update " + table + " set entries = entries + ? where id = ?", more, id);
    }

    List<SagaRow> list(SagaStatus status, int limit) {
        return Jdbc.query(
                connection(),
                SagaRows::read,
                "select * from " + table + " where status = ? order by started_at, id limit ?",
                status.name(),
                limit);
    }

    List<SagaCount> count() {
        return Jdbc.query(
                connection(),
                row -> new SagaCount(
                        row.getString(1),
                        row.getInt(2),
                        SagaStatus.valueOf(row.getString(3)),
                        Optional.ofNullable(row.getString(4)),
                        row.getLong(5)),
                "select definition, version, status, step, count(*) from " + table
                        + " group by definition, version, status, step order by 1, 2, 3, 4");
    }

    /** Leaves out what somebody works on right now. */
    List<UUID> due(Instant now, Definitions known, int limit) {
        return ids(
                "next_wake_at <= ? and (" + known.condition()
                        + ") order by next_wake_at limit ? for update skip locked",
                concat(now, known.arguments(), limit));
    }

    List<UUID> unknown(Instant overdueSince, Definitions known, int limit) {
        return ids(
                "next_wake_at <= ? and not (" + known.condition() + ") order by next_wake_at limit ?",
                concat(overdueSince, known.arguments(), limit));
    }

    List<UUID> parked(Attention why, Definitions known, int limit) {
        return ids(
                "status = 'NEEDS_ATTENTION' and attention = ? and (" + known.condition()
                        + ") order by started_at limit ?",
                concat(why.name(), known.arguments(), limit));
    }

    private List<UUID> ids(String condition, Object... arguments) {
        return Jdbc.query(
                connection(),
                row -> Objects.requireNonNull(Jdbc.uuid(row, "id")),
                "select id from " + table + " where " + condition,
                arguments);
    }

    private static Object[] concat(Object first, List<Object> middle, Object last) {
        List<Object> all = new ArrayList<>();
        all.add(first);
        all.addAll(middle);
        all.add(last);
        return all.toArray();
    }

    private Optional<SagaRow> first(String condition, Object... arguments) {
        return Jdbc.first(connection(), SagaRows::read, "select * from " + table + condition, arguments);
    }

    private static SagaRow read(ResultSet row) throws SQLException {
        return new SagaRow(
                new SagaRow.Head(
                        Objects.requireNonNull(Jdbc.uuid(row, "id")),
                        row.getString("definition"),
                        row.getInt("version"),
                        row.getString("business_key"),
                        Objects.requireNonNull(Jdbc.instant(row, "started_at"))),
                new Stored(row.getString("state_type"), row.getInt("state_version"), row.getString("state")),
                place(row),
                Jdbc.instant(row, "next_wake_at"),
                parked(row),
                new EventMetadata(
                        row.getString("correlation_id"),
                        row.getString("causation_id"),
                        row.getString("actor"),
                        row.getString("tenant"),
                        row.getString("traceparent")),
                row.getInt("entries"),
                row.getLong("revision"),
                Jdbc.instant(row, "ended_at"));
    }

    private static Place place(ResultSet row) throws SQLException {
        String completed = row.getString("completed");
        String parkedFrom = row.getString("parked_from");
        return new Place(
                SagaStatus.valueOf(row.getString("status")),
                row.getString("step"),
                row.getInt("starts"),
                completed.isEmpty() ? List.of() : List.of(completed.split("\n")),
                Jdbc.uuid(row, "awaiting"),
                parkedFrom == null ? null : SagaStatus.valueOf(parkedFrom));
    }

    private static SagaRow.@Nullable Parked parked(ResultSet row) throws SQLException {
        String attention = row.getString("attention");
        return attention == null
                ? null
                : new SagaRow.Parked(Attention.valueOf(attention), row.getString("attention_why"));
    }

    private Connection connection() {
        return database.transactions().connection();
    }

    private interface Columns {
        void set(String column, @Nullable Object value);
    }
}
