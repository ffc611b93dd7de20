package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.LastStatement;
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
    private final String letters;
    private final NodeTable nodes;
    private final String insertion;

    OutboxTable(Database database) {
        this.database = database;
        this.outbox = database.table("outbox");
        this.failing = database.table("outbox_failing");
        this.letters = database.table("outbox_dead_letter");
        this.nodes = new NodeTable(database);
        this.insertion = "insert into " + outbox + " (" + OutboxSql.COLUMNS + ") values (" + OutboxSql.PLACES + ")";
    }

    /** What a commit with new rows signals. */
    String wakeUpName() {
        return "outbox " + outbox;
    }

    void insert(Connection connection, List<Message> messages) {
        if (messages.size() == 1) { // the usual case
            Object[] values = OutboxSql.values(messages.get(0)).toArray();
            LastStatement.update(database.transactions(), insertion, values);
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(insertion)) {
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

    /** Key types that a dead letter halts. */
    List<String> haltedTypes() {
        String sql = "select distinct aggregatetype from " + letters + " where policy = 'HALT' order by 1";
        return database.read(connection -> Jdbc.query(connection, row -> row.getString(1), sql));
    }

    /** Whether a row behind that place could be sent now, and how the nodes stand. */
    Look look(String owner, Collection<Integer> buckets, long after) {
        String sql = "select " + nodes.standing() + ", (select x.seq from (select o.seq" + due(buckets)
                + " order by o.seq limit 1) x) as due";
        return database.read(connection -> Jdbc.query(
                        connection,
                        row -> new Look(
                                row.getInt("others"),
                                row.getInt("mine"),
                                row.getInt("theirs"),
                                row.getObject("due") != null),
                        sql,
                        owner,
                        owner,
                        owner,
                        after)
                .get(0));
    }

    /**
     * What an idle relay sees.
     *
     * @param others relays that are alive, without this one
     * @param mine how many buckets the database knows to be this relay's
     * @param theirs how many the others have
     * @param due whether there is something to send
     */
    record Look(int others, int mine, int theirs, boolean due) {}

    /**
     * The oldest rows behind a place that may be sent now.
     *
     * @param hindrances whether to ask of each key if it is failing, parked or halted; a page tells whether any key is
     */
    Page read(Collection<Integer> buckets, Collection<MessageKey> without, long after, int limit, boolean hindrances) {
        String failures = hindrances
                ? "f.message_id as failing_id, f.attempts, f.failing_since"
                : "null as failing_id, 0 as attempts, null as failing_since";
        String sql = "select o.*, " + failures + ", (" + hindered() + ") as hindered"
                + (hindrances ? due(buckets) : " from " + outbox + " o where o.seq > ?" + in(buckets))
                + (without.isEmpty() ? "" : " and (o.aggregatetype, o.aggregateid) not in (" + pairs(without) + ")")
                + " order by o.seq limit " + limit;
        List<@Nullable Object> arguments = new ArrayList<>(List.of(after));
        for (MessageKey key : without) {
            arguments.add(key.type());
            arguments.add(key.id());
        }
        return rows(sql, arguments, rows -> Page.of(rows, after, limit));
    }

    private interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** The outbox is nearly empty or very full, and a plan for the one would not do for the other. */
    private <T> T rows(String sql, List<?> arguments, Rows<T> result) {
        return database.read(connection -> {
            try (PreparedStatement select = database.dialect().plannedAnew(connection, sql)) {
                Jdbc.bind(select, arguments.toArray());
                try (ResultSet rows = select.executeQuery()) {
                    return result.read(rows);
                }
            } catch (SQLException e) {
                throw PersistenceException.of(sql, e);
            }
        });
    }

    /** Of each of these rows the last row of its key at or before a place; rows without one are left out. */
    Map<Long, Long> before(List<Long> seqs, long place) {
        Map<Long, Long> befores = new HashMap<>();
        for (int from = 0; from < seqs.size(); from += IDS_AT_ONCE) {
            List<Long> ids = padded(seqs.subList(from, Math.min(seqs.size(), from + IDS_AT_ONCE)));
            String sql = "select o.seq, (select max(p.seq) from " + outbox
                    + " p where p.aggregatetype = o.aggregatetype and p.aggregateid = o.aggregateid and p.seq <= ?)"
                    + " as before_seq from " + outbox + " o where o.seq in (" + marks(ids.size()) + ")";
            List<Long> arguments = new ArrayList<>(List.of(place));
            arguments.addAll(ids);
            rows(sql, arguments, rows -> {
                while (rows.next()) {
                    long before = rows.getLong("before_seq");
                    if (!rows.wasNull()) {
                        befores.put(rows.getLong("seq"), before);
                    }
                }
                return befores;
            });
        }
        return befores;
    }

    /** Few different statement texts, so that servers keep them prepared: the last id fills the places. */
    private static List<Long> padded(List<Long> ids) {
        List<Long> padded = new ArrayList<>(ids);
        int places = Math.max(8, Integer.highestOneBit(ids.size() * 2 - 1));
        padded.addAll(Collections.nCopies(places - ids.size(), ids.get(ids.size() - 1)));
        return padded;
    }

    private static String marks(int places) {
        return String.join(", ", Collections.nCopies(places, "?"));
    }

    /** Whether any key is failing, parked or halted: in most outboxes at most times none is. */
    private String hindered() {
        return "select case when exists (select 1 from " + failing + ") or exists (select 1 from " + letters
                + " where policy = 'PARK_KEY') or exists (select 1 from " + letters
                + " where policy = 'HALT') then 1 else 0 end";
    }

    private String due(Collection<Integer> buckets) {
        return " from " + outbox + " o left join " + failing
                + " f on f.aggregatetype = o.aggregatetype and f.aggregateid = o.aggregateid"
                + " where o.seq > ? and (f.next_attempt_at is null or f.next_attempt_at <= "
                + database.dialect().clock() + ") and not exists (select 1 from " + letters
                + " p where p.policy = 'PARK_KEY' and p.aggregatetype = o.aggregatetype and p.aggregateid ="
                + " o.aggregateid and p.seq < o.seq) and not exists (select 1 from " + letters
                + " h where h.policy = 'HALT' and h.aggregatetype = o.aggregatetype)"
                + in(buckets);
    }

    private static String in(Collection<Integer> buckets) {
        return buckets.size() == Buckets.COUNT ? "" : " and o.bucket in " + NodeTable.list(buckets);
    }

    private static String pairs(Collection<MessageKey> keys) {
        return String.join(", ", Collections.nCopies(keys.size(), "(?, ?)"));
    }

    /**
     * Deletes rows if the lease is still the owner's, on PostgreSQL in one statement and one round trip.
     *
     * @return false if the lease was taken over; then nothing is deleted
     */
    boolean delete(Fenced fenced, String owner, List<Long> seqs) {
        return database.dialect().name().equals("postgresql")
                ? database.alone(connection -> deleteFenced(connection, owner, seqs))
                : fenced.run(owner, connection -> delete(connection, seqs));
    }

    /**
     * The lock on the node's row comes first, and lasts until the statement has committed. That need not reach the disk at
     * once: if the server dies before it does, messages come twice, as they would if it had died before the statement.
     */
    private boolean deleteFenced(Connection connection, String owner, List<Long> seqs) {
        String sql = "with held as (" + nodes.fence() + " for share), gone as (delete from " + outbox
                + " where seq = any (?) and exists (select 1 from held) returning seq)"
                + " select (select count(*) from held), (select count(*) from gone),"
                + " set_config('synchronous_commit', 'off', true)";
        try (PreparedStatement delete = database.dialect().plannedAnew(connection, sql)) {
            delete.setString(1, owner);
            delete.setArray(2, connection.createArrayOf("bigint", seqs.toArray()));
            try (ResultSet row = delete.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        } catch (SQLException e) {
            throw PersistenceException.of(sql, e);
        }
    }

    /** Deletes all of them in one statement, or in a few if they are many. */
    void delete(Connection connection, List<Long> seqs) {
        for (int from = 0; from < seqs.size(); from += IDS_AT_ONCE) {
            List<Long> ids = padded(seqs.subList(from, Math.min(seqs.size(), from + IDS_AT_ONCE)));
            Jdbc.update(connection, deleting() + " where seq in (" + marks(ids.size()) + ")", ids.toArray());
        }
    }

    /** InnoDB locks what it looks at: reading the whole of a small table it would wait for rows that are not committed yet. */
    private String deleting() {
        return database.dialect().name().equals("mariadb")
                ? "delete o from " + outbox + " o force index (primary)"
                : "delete from " + outbox;
    }

    /** Lists a key, unless its row is gone: an earlier send of it may have been accepted late. */
    void list(Connection connection, FailingKey key, long seq) {
        unlist(connection, key.key());
        String there = "select seq from " + outbox + " where seq = ?";
        if (Jdbc.first(connection, row -> true, there, seq).isEmpty()) {
            return;
        }
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

    private void unlist(Connection connection, MessageKey key) {
        String sql = "delete from " + failing + " where aggregatetype = ? and aggregateid = ?";
        Jdbc.update(connection, sql, key.type(), key.id());
    }

    /** A row was accepted: its key is not failing any more, unless a later row of it is by now. */
    void unlist(Connection connection, OutboxRow row) {
        String sql = "delete from " + failing + " where aggregatetype = ? and aggregateid = ? and seq = ?";
        Jdbc.update(connection, sql, row.key().type(), row.key().id(), row.seq());
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
