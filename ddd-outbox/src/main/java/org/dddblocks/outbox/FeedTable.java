package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;

/** The checkpoint of one relay of a feed, and its parked keys. */
final class FeedTable {
    static final String PARKED = "PARKED";
    static final String REDRIVE = "REDRIVE";
    static final String RETRY = "RETRY";
    private static final String KEY = " where relay = ? and aggregatetype = ? and aggregateid = ?";

    private final Database database;
    private final String relay;
    private final String checkpoint;
    private final String parked;

    FeedTable(Database database, String relay) {
        this.database = database;
        this.relay = relay;
        this.checkpoint = database.table("feed_relay");
        this.parked = database.table("feed_relay_parked");
    }

    /** The place of the relay; begins at the given one if it is new. */
    long begin(long position) {
        return database.transactions().call(() -> {
            database.dialect().insertIfAbsent(connection(), checkpoint, List.of("relay", "position"), relay, position);
            return position().get(0);
        });
    }

    private List<Long> position() {
        String sql = "select position from " + checkpoint + " where relay = ?";
        return Jdbc.query(connection(), row -> row.getLong(1), sql, relay);
    }

    void move(long position) {
        Jdbc.update(connection(), "update " + checkpoint + " set position = ? where relay = ?", position, relay);
    }

    /** From its place on nothing of the key is sent, until somebody says so or, with {@link #RETRY}, by itself. */
    void park(ParkedKey key, String status) {
        unpark(key.key());
        Jdbc.update(
                connection(),
                "insert into " + parked
                        + " (relay, aggregatetype, aggregateid, position, ordinal, attempts, parked_at, error,"
                        + " status) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                relay,
                key.key().type(),
                key.key().id(),
                key.position(),
                key.ordinal(),
                key.attempts(),
                database.now(),
                key.error(),
                status);
    }

    /** What stood before this place was accepted, so a crash need not repeat it. */
    void moveRedriven(MessageKey key, long position, int ordinal) {
        String sql = "update " + parked + " set position = ?, ordinal = ?, attempts = 0" + KEY;
        Jdbc.update(connection(), sql, position, ordinal, relay, key.type(), key.id());
    }

    void unpark(MessageKey key) {
        Jdbc.update(connection(), "delete from " + parked + KEY, relay, key.type(), key.id());
    }

    /** Whether the key is parked just there. */
    boolean wantRedriven(MessageKey key, long position, int ordinal, int next) {
        String sql = "update " + parked + " set status = ?, attempts = 0, ordinal = ?" + KEY
                + " and position = ? and ordinal = ?";
        Transactions transactions = database.transactions();
        return transactions.call(() ->
                Jdbc.update(connection(), sql, REDRIVE, next, relay, key.type(), key.id(), position, ordinal) == 1);
    }

    List<ParkedKey> keys(int atMost, String... statuses) {
        String places = String.join(", ", Collections.nCopies(statuses.length, "?"));
        String sql = "select * from " + parked + " where relay = ? and status in (" + places
                + ") order by parked_at limit " + atMost;
        List<Object> arguments = new ArrayList<>(List.of(relay));
        arguments.addAll(List.of(statuses));
        return database.read(connection -> Jdbc.query(connection, FeedTable::key, sql, arguments.toArray()));
    }

    private static ParkedKey key(ResultSet row) throws SQLException {
        return new ParkedKey(
                new MessageKey(row.getString("aggregatetype"), row.getString("aggregateid")),
                row.getLong("position"),
                row.getInt("ordinal"),
                row.getInt("attempts"),
                Objects.requireNonNull(Jdbc.instant(row, "parked_at")),
                row.getString("error"));
    }

    private Connection connection() {
        return database.transactions().connection();
    }
}
