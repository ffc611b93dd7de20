package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * How full an outbox is, for a moment: what a person wants on a dashboard and in an alarm.
 *
 * <pre>{@code
 * OutboxFigures figures = OutboxFigures.of(database);
 * boolean alarm = figures.oldest().toMinutes() >= 5 || figures.deadLetters() > 0;
 * }</pre>
 *
 * @param depth committed messages that are not delivered yet; a million stands for more
 * @param oldest age of the one that was stored first, by its time and the database's clock; zero if there is none. A message
 *     has the time of its event, so it may look younger or older than it is by as much as the clocks differ
 * @param blockedKeys keys of which nothing is sent at present: the next message fails and is tried again, or it was given up
 *     and the key waits for a person
 * @param deadLetters messages that wait for a person
 */
public record OutboxFigures(long depth, Duration oldest, long blockedKeys, long deadLetters) {
    private static final int MOST = 1_000_000;

    /**
     * Asks the database: a few statements that read only.
     *
     * @param database the outbox's, with {@link JdbcOutbox#schema()}
     * @return its figures
     */
    public static OutboxFigures of(Database database) {
        return database.read(connection -> of(database, connection));
    }

    private static OutboxFigures of(Database database, Connection connection) {
        String outbox = database.table("outbox");
        String letters = database.table("outbox_dead_letter");
        List<Instant> first = Jdbc.query(
                connection,
                row -> Objects.requireNonNull(Jdbc.instant(row, 1)),
                "select time from " + outbox + " order by seq limit 1");
        String parked =
                "(select distinct aggregatetype, aggregateid from " + letters + " where policy = 'PARK_KEY') parked";
        return new OutboxFigures(
                count(connection, "(select seq from " + outbox + " limit " + MOST + ") waiting"),
                first.isEmpty()
                        ? Duration.ZERO
                        : age(first.get(0), database.dialect().now(connection)),
                count(connection, database.table("outbox_failing")) + count(connection, parked),
                count(connection, letters));
    }

    private static Duration age(Instant first, Instant now) {
        return first.isBefore(now) ? Duration.between(first, now) : Duration.ZERO;
    }

    private static long count(Connection connection, String rows) {
        return Jdbc.query(connection, row -> row.getLong(1), "select count(*) from " + rows)
                .get(0);
    }
}
