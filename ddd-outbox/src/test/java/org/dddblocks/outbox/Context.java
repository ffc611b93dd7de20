package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;

/** A bounded context with outbox and inbox on a database of its own, and a table "effect" that handlers write to. */
final class Context {
    static final OutboxConfig FAST = OutboxConfig.builder()
            .pollEvery(Duration.ofMillis(20))
            .pollIdleEvery(Duration.ofMillis(20))
            .lease(Duration.ofSeconds(2))
            .retryAfter(Duration.ofMillis(20))
            .retryAtMostAfter(Duration.ofMillis(100))
            .closeTimeout(Duration.ofSeconds(5))
            .build();
    static final PayloadCodec CODEC = JacksonCodec.builder()
            .type(Noted.class, "test.Noted")
            .type(Struck.class, "test.Struck")
            .build();

    final DataSource dataSource;
    final Database database;
    final JdbcOutbox outbox;
    final Inbox inbox;

    private Context(DataSource dataSource) {
        this.dataSource = dataSource;
        this.database = Database.over(dataSource);
        this.outbox = JdbcOutbox.on(database, CODEC, "notes");
        this.inbox = Inbox.on(database, "reader");
    }

    static Context on(TestDatabase database) {
        return over(database.fresh());
    }

    static Context over(DataSource dataSource) {
        Context context = new Context(dataSource);
        context.database.install(JdbcOutbox.schema(), Inbox.schema());
        context.execute("create table effect (message_id varchar(40), note varchar(200))");
        return context;
    }

    /** Another node on the same database, with connections of its own. */
    static Context node(DataSource own) {
        return new Context(own);
    }

    /** Publishes one note in a transaction of its own. */
    Message publish(String key, String note) {
        return database.transactions().call(() -> publishHere(key, note));
    }

    Message publishHere(String key, String note) {
        return outbox.publish(new MessageKey("note", key), new Noted(note)).get(0);
    }

    /** What a handler does: writes into the table of effects, in the current transaction. */
    void effect(Message message) throws SQLException {
        try (var insert = database.transactions().connection().prepareStatement("insert into effect values (?, ?)")) {
            insert.setString(1, message.id().toString());
            insert.setString(2, note(message));
            insert.executeUpdate();
        }
    }

    /** What a relay reads that holds all buckets. */
    List<OutboxRow> rows() {
        List<Integer> all = IntStream.range(0, Buckets.COUNT).boxed().toList();
        return new OutboxTable(database).read(all, List.of(), 0, 1000, true).rows();
    }

    static String note(Message message) {
        return ((Noted) CODEC.decode(message.type(), message.schemaVersion(), message.payload())).text();
    }

    void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> column(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String table) {
        return Long.parseLong(column("select count(*) from " + table).get(0));
    }

    record Noted(String text) {}

    record Struck(String text) {}
}
