package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.dddblocks.persistence.Database;

/**
 * Appends one event step by step on a connection of its own, so that a test can stop between any two steps, take them in a
 * wrong order, or leave one out.
 */
final class RawWriter implements AutoCloseable {
    enum Step {
        LOCK,
        STREAM,
        POSITION,
        EVENT
    }

    static final List<Step> RIGHT = List.of(Step.LOCK, Step.STREAM, Step.POSITION, Step.EVENT);

    private final Connection connection;
    private final Database database;
    private final List<Step> order;
    private final String stream;
    private int done;
    private long version;
    private long position;

    RawWriter(Connection connection, Database database, List<Step> order, String stream) throws SQLException {
        this.connection = connection;
        this.database = database;
        this.order = order;
        this.stream = stream;
        connection.setAutoCommit(true);
        run("set statement_timeout = '60s'"); // a test that is wrong fails, rather than hangs
        connection.setAutoCommit(false);
    }

    /** Goes on until a step is done. */
    RawWriter through(Step last) throws SQLException {
        while (done < order.size()) {
            Step step = order.get(done++);
            take(step);
            if (step == last) {
                return this;
            }
        }
        return this;
    }

    /** Does what is left, and commits. */
    long commit() throws SQLException {
        through(order.get(order.size() - 1));
        connection.commit();
        return position;
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    long version() {
        return version;
    }

    private void take(Step step) throws SQLException {
        switch (step) {
            case LOCK ->
                run("select pg_advisory_xact_lock_shared(1684300901, '" + database.table("event_position")
                        + "'::regclass::oid::integer)");
            case STREAM ->
                version = number(
                        "insert into " + database.table("stream")
                                + " as s (stream_type, stream_id, version) values ('raw', '" + stream + "', 1)"
                                + " on conflict (stream_type, stream_id) do update set version = s.version + 1 returning version");
            case POSITION -> position = number("select nextval('" + database.table("event_position") + "')");
            case EVENT ->
                run("insert into " + database.table("event") + " (position, stream_type, stream_id, version,"
                        + " event_id, type_name, schema_version, occurred_at, recorded_at, payload) values (" + position
                        + ", 'raw', '" + stream + "', " + version + ", '" + UUID.randomUUID()
                        + "', 'raw', 1, now(), now(), '{}')");
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.close();
        }
    }
}
