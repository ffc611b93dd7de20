package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** A broker that outlives its clients: a table, to which each message is appended by a connection that no relay has. */
final class TableBroker implements Broker {
    private final DataSource server;
    private final String node;
    private final Predicate<Message> refused;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    TableBroker(DataSource server, String node, Predicate<Message> refused) {
        this.server = server;
        this.node = node;
        this.refused = refused;
    }

    /** Of such a number, in the order in which the broker stored them. */
    static String table(String url) {
        String number =
                url.startsWith("jdbc:mariadb:") ? "bigint auto_increment" : "bigint generated always as identity";
        return "create table delivered (n " + number
                + " primary key, node varchar(40), message_id varchar(40), message_key varchar(40), key_number bigint)";
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        return CompletableFuture.runAsync(() -> store(message), threads);
    }

    private void store(Message message) {
        if (refused.test(message)) {
            throw new IllegalArgumentException("refused");
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(2)));
        String sql = "insert into delivered (node, message_id, message_key, key_number) values (?, ?, ?, ?)";
        try (Connection connection = server.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, node);
            insert.setString(2, message.id().toString());
            insert.setString(3, message.key().id());
            insert.setLong(4, message.number().version());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new BrokerUnavailableException("the broker's table is away", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
