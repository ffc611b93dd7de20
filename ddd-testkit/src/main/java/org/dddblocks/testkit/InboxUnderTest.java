package org.dddblocks.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageNumber;
import org.dddblocks.outbox.Receipt;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.junit.jupiter.api.BeforeEach;

/** An inbox on an empty database, a table that handlers write to, and messages for it. */
abstract class InboxUnderTest implements EmptyDatabase {
    static final int LONGEST_SECONDS = 120;
    static final long WAITS_MILLIS = 250;
    static final MessageKey KEY = new MessageKey("order", "1");

    private DataSource target;
    WatchedDataSource watched;
    Database database;
    Handling inbox;
    Handling gated;

    InboxUnderTest() {}

    /** An {@link Inbox}, or what differs from one. */
    @FunctionalInterface
    protected interface Handling {
        /**
         * What does all that is not overridden.
         *
         * @return the inbox
         */
        Inbox inbox();

        /**
         * See {@link Inbox#receive}.
         *
         * @param message the delivered message
         * @param work its effect
         * @param <X> what the work may throw
         * @return what was done with it
         * @throws X what the work threw
         */
        default <X extends Exception> Receipt receive(Message message, Transactions.Action<X> work) throws X {
            return inbox().receive(message, work);
        }

        /**
         * See {@link Inbox#once}.
         *
         * @param message the delivered message
         * @param work its effect
         * @param <X> what the work may throw
         * @return whether the work was done now
         * @throws X what the work threw
         */
        default <X extends Exception> boolean once(Message message, Transactions.Action<X> work) throws X {
            return receive(message, work) == Receipt.DONE;
        }

        /**
         * See {@link Inbox#purge}.
         *
         * @param horizon how late a redelivery may come
         * @return how many marks were deleted
         */
        default long purge(Duration horizon) {
            return inbox().purge(horizon);
        }
    }

    /**
     * Opens the inbox under test.
     *
     * @param database with the tables of {@link Inbox#schema()}
     * @param consumer its name
     * @return the inbox, by default our own
     */
    protected Handling open(Database database, String consumer) {
        Inbox inbox = Inbox.on(database, consumer);
        return () -> inbox;
    }

    /**
     * Opens the inbox under test with its gate.
     *
     * @param database with the tables of {@link Inbox#schema()}
     * @param consumer its name
     * @return the inbox, by default our own
     */
    protected Handling openGated(Database database, String consumer) {
        Inbox inbox = Inbox.on(database, consumer).gated();
        return () -> inbox;
    }

    /**
     * Opens the inbox under test, parking messages that were begun too often.
     *
     * @param database with the tables of {@link Inbox#schema()}
     * @param consumer its name
     * @param starts after how many starts
     * @return the inbox, by default our own
     */
    protected Handling openParking(Database database, String consumer, int starts) {
        Inbox inbox = Inbox.on(database, consumer).parkingAfter(starts);
        return () -> inbox;
    }

    /** Connections of another process. */
    final WatchedDataSource elsewhere() {
        return WatchedDataSource.over(target);
    }

    @BeforeEach
    final void begin() throws SQLException {
        target = emptyDatabase();
        watched = WatchedDataSource.over(target);
        database = Database.over(watched);
        database.install(Inbox.schema());
        database.transactions().run(() -> execute("create table effect (what varchar(100) not null)"));
        inbox = open(database, "inventory");
        gated = openGated(database, "inventory");
    }

    final void execute(String sql) throws SQLException {
        try (Statement statement = database.transactions().connection().createStatement()) {
            statement.execute(sql);
        }
    }

    final void effect(String what) throws SQLException {
        Connection connection = database.transactions().connection();
        try (PreparedStatement insert = connection.prepareStatement("insert into effect (what) values (?)")) {
            insert.setString(1, what);
            insert.executeUpdate();
        }
    }

    final List<String> effects() {
        return column("select what from effect");
    }

    final List<String> column(String sql) {
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be read: " + sql, e);
        }
    }

    static Message message(EventMetadata metadata) {
        return message(EventIds.next(), "ordering", KEY, new MessageNumber(1, 0), metadata);
    }

    static Message message() {
        return message(EventMetadata.NONE);
    }

    static Message message(MessageKey key, long version, int ordinal) {
        return message("ordering", key, version, ordinal);
    }

    static Message message(String source, MessageKey key, long version, int ordinal) {
        return message(EventIds.next(), source, key, new MessageNumber(version, ordinal), EventMetadata.NONE);
    }

    private static Message message(
            UUID id, String source, MessageKey key, MessageNumber number, EventMetadata metadata) {
        return new Message(
                id,
                source,
                key,
                number,
                "order-was-placed",
                1,
                "{}",
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                metadata,
                Map.of());
    }

    static CompletableFuture<Receipt> aside(Callable<Receipt> delivery) {
        CompletableFuture<Receipt> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(delivery.call());
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                },
                "delivery");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static Receipt result(CompletableFuture<Receipt> delivery)
            throws ExecutionException, InterruptedException, TimeoutException {
        return delivery.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
