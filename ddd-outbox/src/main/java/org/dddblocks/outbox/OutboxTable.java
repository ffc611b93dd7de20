package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** The rows of the outbox: written by publishers, read and deleted by the relay. */
final class OutboxTable {
    /** Fits H2's longest character column and the usual limit of a Kafka record. */
    static final int LONGEST_PAYLOAD = 1_000_000;

    private static final int IDS_AT_ONCE = 500;
    private static final int MOST_FAILING = 1000;
    private static final List<String> FAILING_COLUMNS = List.of(
            "aggregatetype",
            "aggregateid",
            "message_id",
            "type",
            "seq",
            "attempts",
            "failing_since",
            "next_attempt_at",
            "error");

    private final Database database;
    private final String outbox;
    private final String failing;

    OutboxTable(Database database) {
        this.database = database;
        this.outbox = database.table("outbox");
        this.failing = database.table("outbox_failing");
    }

    /** What a commit with new rows signals. */
    String wakeUpName() {
        return "outbox " + outbox;
    }

    void insert(Connection connection, List<Message> messages) {
        String sql = "insert into " + outbox + " (" + OutboxSql.COLUMNS + ") values (" + OutboxSql.PLACES + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Message message : messages) {
                OutboxSql.bind(insert, message);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw PersistenceException.of("insert into " + outbox, e);
        }
    }

    long pending() {
        Transactions transactions = database.transactions();
        return transactions.call(
                () -> Jdbc.query(transactions.connection(), row -> row.getLong(1), "select count(*) from " + outbox)
                        .get(0));
    }

    boolean isEmpty() {
        Transactions transactions = database.transactions();
        return transactions.call(
                () -> Jdbc.first(transactions.connection(), row -> true, "select seq from " + outbox + " limit 1")
                        .isEmpty());
    }

    /** Whether a row could be sent now. */
    boolean somethingDue(Connection connection, Collection<MessageKey> held) {
        String sql = "select o.seq" + due(held) + " limit 1";
        return Jdbc.first(connection, row -> row.getLong(1), sql, places(held)).isPresent();
    }

    /**
     * The oldest rows that may be sent now, whatever was read before: a row that became visible late is found too. What
     * stands behind an unreadable row of its key waits, or it would overtake it.
     */
    List<OutboxRow> read(
            Connection connection,
            Collection<MessageKey> held,
            int limit,
            BiConsumer<Long, RuntimeException> unreadable) {
        String sql = "select o.*, f.message_id as failing_id, f.attempts, f.failing_since" + due(held)
                + " order by o.seq limit " + limit;
        List<OutboxRow> rows = new ArrayList<>();
        Set<MessageKey> blocked = new HashSet<>();
        Jdbc.query(
                connection,
                row -> {
                    long seq = row.getLong("seq");
                    try {
                        MessageKey key = new MessageKey(row.getString("aggregatetype"), row.getString("aggregateid"));
                        if (!blocked.contains(key)) {
                            blocked.add(key);
                            rows.add(outboxRow(seq, row));
                            blocked.remove(key);
                        }
                    } catch (IllegalArgumentException broken) {
                        unreadable.accept(seq, broken);
                    }
                    return seq;
                },
                sql,
                places(held));
        return rows;
    }

    private String due(Collection<MessageKey> held) {
        return " from " + outbox + " o left join " + failing
                + " f on f.aggregatetype = o.aggregatetype and f.aggregateid = o.aggregateid"
                + " where (f.next_attempt_at is null or f.next_attempt_at <= "
                + database.dialect().clock() + ")"
                + (held.isEmpty() ? "" : " and (o.aggregatetype, o.aggregateid) not in (" + pairs(held.size()) + ")");
    }

    private static String pairs(int keys) {
        return String.join(", ", Collections.nCopies(keys, "(?, ?)"));
    }

    private static @Nullable Object[] places(Collection<MessageKey> held) {
        List<@Nullable Object> names = new ArrayList<>();
        for (MessageKey key : held) {
            names.add(key.type());
            names.add(key.id());
        }
        return names.toArray();
    }

    private static OutboxRow outboxRow(long seq, ResultSet row) throws SQLException {
        Message message = OutboxSql.message(row);
        var failed = Jdbc.uuid(row, "failing_id");
        boolean same = message.id().equals(failed);
        Instant since = same ? Jdbc.instant(row, "failing_since") : null;
        return new OutboxRow(seq, message, same ? row.getInt("attempts") : 0, since, failed != null);
    }

    /** Deletes all of them in one statement, or in a few if they are many. */
    void delete(Connection connection, List<Long> seqs) {
        for (int from = 0; from < seqs.size(); from += IDS_AT_ONCE) {
            List<Long> some = seqs.subList(from, Math.min(seqs.size(), from + IDS_AT_ONCE));
            // Few different statement texts, so that servers keep them prepared: the last id fills the places.
            int places = Math.max(8, Integer.highestOneBit(some.size() * 2 - 1));
            @Nullable Object[] ids = new @Nullable Object[places];
            for (int place = 0; place < places; place++) {
                ids[place] = some.get(Math.min(place, some.size() - 1));
            }
            String marks = String.join(", ", Collections.nCopies(places, "?"));
            Jdbc.update(connection, "delete from " + outbox + " where seq in (" + marks + ")", ids);
        }
    }

    void list(Connection connection, FailingKey key, long seq) {
        unlist(connection, key.key());
        database.dialect()
                .insertIfAbsent(
                        connection,
                        failing,
                        FAILING_COLUMNS,
                        key.key().type(),
                        key.key().id(),
                        key.messageId(),
                        key.type(),
                        seq,
                        key.attempts(),
                        key.since(),
                        key.nextAttemptAt(),
                        key.error());
    }

    void unlist(Connection connection, MessageKey key) {
        String sql = "delete from " + failing + " where aggregatetype = ? and aggregateid = ?";
        Jdbc.update(connection, sql, key.type(), key.id());
    }

    List<FailingKey> failing() {
        Transactions transactions = database.transactions();
        return transactions.call(() -> Jdbc.query(
                transactions.connection(),
                OutboxTable::failingKey,
                "select * from " + failing + " order by failing_since limit " + MOST_FAILING));
    }

    private static FailingKey failingKey(ResultSet row) throws SQLException {
        return new FailingKey(
                new MessageKey(row.getString("aggregatetype"), row.getString("aggregateid")),
                Objects.requireNonNull(Jdbc.uuid(row, "message_id")),
                row.getString("type"),
                row.getInt("attempts"),
                Objects.requireNonNull(Jdbc.instant(row, "failing_since")),
                Objects.requireNonNull(Jdbc.instant(row, "next_attempt_at")),
                row.getString("error"));
    }
}
