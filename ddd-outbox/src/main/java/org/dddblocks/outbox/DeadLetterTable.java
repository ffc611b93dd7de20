package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dddblocks.outbox.AuditEntry.Action;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/**
 * The rows that were given up. They are copied from the outbox and back by the database itself, so that a row that cannot
 * be read moves unchanged too.
 */
final class DeadLetterTable {
    private static final String ROW = "seq, " + OutboxSql.COLUMNS;
    private static final String ABOUT =
            "seq, id, aggregatetype, aggregateid, type, policy, attempts, failing_since, given_up_at, error";
    private static final String NAMES = "seq, id, aggregatetype, aggregateid, type, keyversion, keyordinal";

    private final Database database;
    private final String outbox;
    private final String failing;
    private final String letters;
    private final String audit;

    DeadLetterTable(Database database) {
        this.database = database;
        this.outbox = database.table("outbox");
        this.failing = database.table("outbox_failing");
        this.letters = database.table("outbox_dead_letter");
        this.audit = database.table("outbox_audit");
    }

    /** Finds dead letters and keeps others from acting on them until the transaction ends. */
    @FunctionalInterface
    interface Locking {
        List<DeadLetter> lock(Connection connection);
    }

    /**
     * What is to be given up.
     *
     * @param seq finds its row
     * @param policy what happens to its key
     * @param attempts counted against it
     * @param since when it failed first; null for now
     * @param error what the last failure said
     */
    record Hopeless(
            long seq,
            FailurePolicy policy,
            int attempts,
            @Nullable Instant since,
            String error) {}

    /**
     * Moves a row from the outbox to the dead letters.
     *
     * @param by the relay
     * @return false if it is not in the outbox any more
     */
    boolean bury(Connection connection, Hopeless row, String by) {
        Instant now = database.dialect().now(connection);
        int moved = Jdbc.update(
                connection,
                "insert into " + letters + " (" + ROW + ", policy, attempts, failing_since, given_up_at, error) select "
                        + ROW + ", ?, ?, ?, ?, ? from " + outbox + " where seq = ?",
                row.policy().name(),
                row.attempts(),
                row.since() == null ? now : row.since(),
                now,
                row.error(),
                row.seq());
        if (moved == 0) {
            return false;
        }
        Jdbc.update(connection, "delete from " + outbox + " where seq = ?", row.seq());
        Jdbc.update(connection, "delete from " + failing + " where seq = ?", row.seq());
        audit(connection, List.of(row.seq()), now, by, Action.GIVEN_UP, row.error());
        return true;
    }

    long count(Connection connection) {
        return Jdbc.query(connection, row -> row.getLong(1), "select count(*) from " + letters)
                .get(0);
    }

    List<DeadLetter> list(Connection connection, long after, int limit) {
        return Jdbc.query(
                connection,
                DeadLetterTable::letter,
                "select " + ABOUT + " from " + letters + " where seq > ? order by seq limit " + limit,
                after);
    }

    List<DeadLetter> ofKey(Connection connection, MessageKey key, int limit) {
        return ofKey(connection, key, limit, "");
    }

    List<DeadLetter> lockKey(Connection connection, MessageKey key, int limit) {
        return ofKey(connection, key, limit, " for update");
    }

    private List<DeadLetter> ofKey(Connection connection, MessageKey key, int limit, String locking) {
        return Jdbc.query(
                connection,
                DeadLetterTable::letter,
                "select " + ABOUT + " from " + letters
                        + " where aggregatetype = ? and aggregateid = ? order by seq limit " + limit + locking,
                key.type(),
                key.id());
    }

    /** In ascending order, so that two operators never wait for each other in a circle. */
    List<DeadLetter> lock(Connection connection, Collection<Long> numbers) {
        return Jdbc.query(
                connection,
                DeadLetterTable::letter,
                "select " + ABOUT + " from " + letters + in(numbers.size()) + " order by seq for update",
                numbers.toArray());
    }

    Optional<Message> message(Connection connection, long number) {
        return Jdbc.first(
                connection, OutboxSql::message, "select " + ROW + " from " + letters + " where seq = ?", number);
    }

    /** Under their old numbers; the one that its key waits for is to be sent first. */
    void putBack(Connection connection, List<DeadLetter> redriven) {
        Jdbc.update(
                connection,
                "insert into " + outbox + " (" + ROW + ") select " + ROW + " from " + letters + in(redriven.size()),
                numbers(redriven));
        for (DeadLetter letter : firstOfEachKey(redriven)) {
            sendFirst(connection, letter);
        }
    }

    /** Its key is listed with this row as the next one, and with no attempt. */
    private void sendFirst(Connection connection, DeadLetter letter) {
        String ofKey = " where aggregatetype = ? and aggregateid = ?";
        if (letter.policy() != FailurePolicy.SKIP) {
            Jdbc.update(connection, "delete from " + failing + ofKey, letter.keyType(), letter.keyId());
        }
        Jdbc.update(
                connection,
                "insert into " + failing + " (aggregatetype, aggregateid, message_id, type, seq, attempts,"
                        + " failing_since, next_attempt_at, error) select aggregatetype, aggregateid, id, type, seq, 0,"
                        + " failing_since, " + database.dialect().clock() + ", error from " + letters
                        + " where seq = ? and not exists (select 1 from " + failing + ofKey + ")",
                letter.number(),
                letter.keyType(),
                letter.keyId());
    }

    /** Of each key the one that blocks it, or else the oldest. */
    private static Collection<DeadLetter> firstOfEachKey(List<DeadLetter> redriven) {
        Map<List<String>, DeadLetter> first = new LinkedHashMap<>();
        for (DeadLetter letter : redriven) {
            first.merge(
                    List.of(letter.keyType(), letter.keyId()),
                    letter,
                    (one, other) ->
                            one.policy() == FailurePolicy.SKIP && other.policy() != FailurePolicy.SKIP ? other : one);
        }
        return first.values();
    }

    /** A parked one keeps only those behind it waiting. */
    private static Collection<DeadLetter> lastOfEachKey(List<DeadLetter> redriven) {
        Map<List<String>, DeadLetter> last = new LinkedHashMap<>();
        for (DeadLetter letter : redriven) {
            last.merge(
                    List.of(letter.keyType(), letter.keyId()),
                    letter,
                    (one, other) -> one.number() > other.number() ? one : other);
        }
        return last.values();
    }

    void delete(Connection connection, List<DeadLetter> gone) {
        Jdbc.update(connection, "delete from " + letters + in(gone.size()), numbers(gone));
    }

    /** What still keeps the keys of these from being sent: one of each key and one of each key type. */
    List<DeadLetter> blocking(Connection connection, List<DeadLetter> redriven) {
        List<DeadLetter> blocking = new ArrayList<>();
        Set<String> types = new LinkedHashSet<>();
        for (DeadLetter letter : lastOfEachKey(redriven)) {
            types.add(letter.keyType());
            blocking.addAll(Jdbc.query(
                    connection,
                    DeadLetterTable::letter,
                    "select " + ABOUT + " from " + letters
                            + " where policy = 'PARK_KEY' and aggregatetype = ? and aggregateid = ? and seq < ?"
                            + " order by seq limit 1",
                    letter.keyType(),
                    letter.keyId(),
                    letter.number()));
        }
        for (String type : types) {
            blocking.addAll(Jdbc.query(
                    connection,
                    DeadLetterTable::letter,
                    "select " + ABOUT + " from " + letters
                            + " where policy = 'HALT' and aggregatetype = ? order by seq limit 1",
                    type));
        }
        return blocking;
    }

    void audit(Connection connection, List<DeadLetter> about, String who, Action action, String why) {
        Instant now = database.dialect().now(connection);
        audit(connection, about.stream().map(DeadLetter::number).toList(), now, who, action, why);
    }

    /** Deletes the oldest entries from before then, at most so many; returns how many. */
    int purgeAudit(Connection connection, Instant before, int most) {
        List<Long> old = Jdbc.query(
                connection,
                row -> row.getLong(1),
                "select number from " + audit + " where at < ? order by number limit " + most,
                before);
        return old.isEmpty()
                ? 0
                : Jdbc.update(
                        connection,
                        "delete from " + audit + " where number <= ? and at < ?",
                        old.get(old.size() - 1),
                        before);
    }

    private void audit(Connection connection, List<Long> seqs, Instant now, String who, Action action, String why) {
        List<@Nullable Object> arguments = new ArrayList<>(List.of(now, who, action.name(), why));
        arguments.addAll(seqs);
        Jdbc.update(
                connection,
                "insert into " + audit + " (at, who, action, why, " + NAMES.replace(" id,", " message_id,")
                        + ") select ?, ?, ?, ?, " + NAMES + " from " + letters + in(seqs.size()) + " order by seq",
                arguments.toArray());
    }

    List<AuditEntry> audit(Connection connection, long after, int limit) {
        return Jdbc.query(
                connection,
                DeadLetterTable::entry,
                "select * from " + audit + " where number > ? order by number limit " + limit,
                after);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("number"),
                Objects.requireNonNull(Jdbc.instant(row, "at")),
                row.getString("who"),
                Action.valueOf(row.getString("action")),
                row.getString("why"),
                row.getLong("seq"),
                row.getString("message_id"),
                row.getString("aggregatetype"),
                row.getString("aggregateid"),
                row.getString("type"));
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong("seq"),
                row.getString("id"),
                row.getString("aggregatetype"),
                row.getString("aggregateid"),
                row.getString("type"),
                FailurePolicy.valueOf(row.getString("policy")),
                row.getInt("attempts"),
                Objects.requireNonNull(Jdbc.instant(row, "failing_since")),
                Objects.requireNonNull(Jdbc.instant(row, "given_up_at")),
                row.getString("error"));
    }

    private static String in(int numbers) {
        return " where seq in (" + String.join(", ", Collections.nCopies(numbers, "?")) + ")";
    }

    private static @Nullable Object[] numbers(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::number).toArray();
    }
}
