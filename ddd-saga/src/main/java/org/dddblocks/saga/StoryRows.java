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
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** The table of stories. Every method runs in the current transaction. */
final class StoryRows {
    private final Database database;
    private final Values values;
    private final String table;

    StoryRows(Database database, Values values) {
        this.database = database;
        this.values = values;
        this.table = database.table("saga_story");
    }

    /** The numbers follow those told before; the instance's row counts them and is locked. */
    List<StoryEntry> tell(SagaRow row, Instant at, List<Note> notes) {
        List<StoryEntry> entries = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Note note : notes) {
            StoryEntry entry = entry(row.id(), row.entries() + entries.size() + 1, at, note);
            entries.add(entry);
            rows.add(columns(entry, stored(note.input()), stored(note.result())));
        }
        if (!rows.isEmpty()) {
            Jdbc.batch(
                    connection(),
                    "insert into " + table + " (instance_id, number, at, what, step, attempt, message_id, why,"
                            + " input_type, input_version, input, result_type, result_version, result)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows);
        }
        return entries;
    }

    private static StoryEntry entry(UUID instance, int number, Instant at, Note note) {
        return new StoryEntry(
                instance,
                number,
                at,
                note.what(),
                Optional.ofNullable(note.step()),
                note.attempt(),
                Optional.ofNullable(note.message()),
                note.why());
    }

    private static @Nullable Object[] columns(StoryEntry entry, @Nullable Stored input, @Nullable Stored result) {
        return new @Nullable Object[] {
            entry.instance(),
            entry.number(),
            entry.at(),
            entry.what().name(),
            entry.step().orElse(null),
            entry.attempt(),
            entry.message().orElse(null),
            entry.why(),
            input == null ? null : input.type(),
            input == null ? null : input.version(),
            input == null ? null : input.text(),
            result == null ? null : result.type(),
            result == null ? null : result.version(),
            result == null ? null : result.text()
        };
    }

    private @Nullable Stored stored(@Nullable Object value) {
        return value == null ? null : values.store(value);
    }

    List<StoryEntry> story(UUID instance) {
        return Jdbc.query(
                connection(),
                StoryRows::read,
                "select * from " + table + " where instance_id = ? order by number",
                instance);
    }

    /** What the last completion of a step recorded. */
    Optional<Recorded> recorded(UUID instance, String step) {
        return Jdbc.first(
                connection(),
                row -> new Recorded(stored(row, "input"), stored(row, "result")),
                "select * from " + table
                        + " where instance_id = ? and step = ? and what = 'COMPLETED' order by number desc limit 1",
                instance,
                step);
    }

    /** The step that sent a command. */
    Optional<String> stepOf(UUID instance, UUID command) {
        return Jdbc.first(
                connection(),
                row -> row.getString(1),
                "select step from " + table
                        + " where instance_id = ? and message_id = ? and what in ('SENT', 'UNDO_SENT')",
                instance,
                command);
    }

    private static StoryEntry read(ResultSet row) throws SQLException {
        return new StoryEntry(
                Objects.requireNonNull(Jdbc.uuid(row, "instance_id")),
                row.getInt("number"),
                Objects.requireNonNull(Jdbc.instant(row, "at")),
                StoryEntry.What.valueOf(row.getString("what")),
                Optional.ofNullable(row.getString("step")),
                row.getInt("attempt"),
                Optional.ofNullable(Jdbc.uuid(row, "message_id")),
                row.getString("why"));
    }

    private static Stored stored(ResultSet row, String column) throws SQLException {
        return new Stored(row.getString(column + "_type"), row.getInt(column + "_version"), row.getString(column));
    }

    private Connection connection() {
        return database.transactions().connection();
    }

    /** With what a step ran and what it gave. */
    record Recorded(Stored input, Stored result) {}
}
