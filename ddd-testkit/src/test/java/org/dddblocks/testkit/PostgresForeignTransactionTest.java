package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.persistence.Database;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Models;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A write transaction that has nothing to do with the store stays open while events are delivered: a feed that waited for
 * it would show none of them. How late they come is measured by {@link PostgresForeignTransactionDelayTest}.
 */
@Timeout(600)
class PostgresForeignTransactionTest {
    private static final StreamId STREAM = new StreamId("account", "42");
    private static final int EVENTS = 10;

    @Test
    void events_are_delivered_while_a_foreign_write_transaction_stays_open() throws SQLException {
        DataSource source = new OnPostgres() {}.emptyDatabase();
        Database database = Database.over(source);
        database.install(JdbcEventStore.schema());
        EventStore store = JdbcEventStore.on(database, Models.codec());
        try (Connection foreign = foreignTransaction(source)) {
            EventStore another = JdbcEventStore.on(Database.over(source), Models.codec());
            for (int i = 1; i <= EVENTS; i++) {
                store.append(STREAM, i - 1, List.of(new AccountOpened(new AccountId("a" + i))));
                for (EventStore reader : List.of(store, another)) {
                    int delivered = i;
                    Awaitility.await()
                            .pollInterval(Duration.ofMillis(10))
                            .atMost(Duration.ofSeconds(120))
                            .until(() -> reader.readFeed(0, 100).entries().size() == delivered);
                }
            }
            assertThat(store.feedHead()).isEqualTo(EVENTS);
            foreign.rollback();
        }
    }

    /** Of somebody else; it has written, so that it has a number, which a reader might look at. */
    static Connection foreignTransaction(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists foreign_work (id integer)");
            connection.setAutoCommit(false);
            statement.execute("insert into foreign_work values (1)");
        }
        return connection;
    }
}
