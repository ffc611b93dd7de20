package org.dddblocks.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.MessageDispatcher;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.shop.support.Again;
import org.dddblocks.shop.support.Answers;
import org.dddblocks.shop.support.Outgoing;
import org.dddblocks.shop.support.Sql;

/** What every context has of its own: a schema, a pool, an outbox with its relay, an inbox. */
final class Context implements AutoCloseable {
    /** One for each broker thread, one for the relay, some for clients and the saga's threads. */
    private static final int CONNECTIONS = 12;

    /** After a kill the next run waits for the end of the lease that the dead process held. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final String name;
    private final HikariDataSource pool;
    private final Database database;
    private final PayloadCodec codec;
    private final Outgoing outbox;
    private final Inbox inbox;
    private final OutboxRelay relay;
    private final ShopListener listener;

    private Context(String name, HikariDataSource pool, PayloadCodec codec, Broker broker, ShopListener listener) {
        this.name = name;
        this.pool = pool;
        this.database = Database.over(pool).schema(name);
        this.codec = codec;
        this.outbox = Outgoing.through(JdbcOutbox.on(database, codec, name), database);
        this.inbox = Inbox.on(database, name);
        this.relay = OutboxRelay.with(
                database, broker, OutboxConfig.builder().lease(LEASE).build());
        this.listener = listener;
    }

    static Context open(String name, ShopConfig config, PayloadCodec codec, Broker broker, SchemaText... tables) {
        HikariDataSource pool = new HikariDataSource(settings(name, config));
        try {
            Context context = new Context(name, pool, codec, broker, config.listener());
            List<SchemaText> all = new ArrayList<>(List.of(JdbcOutbox.schema(), Inbox.schema(), Outgoing.schema()));
            all.addAll(List.of(tables));
            context.database.install(all.toArray(SchemaText[]::new));
            return context;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariConfig settings(String name, ShopConfig config) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName(name);
        settings.setJdbcUrl(config.jdbcUrl());
        settings.setUsername(config.user());
        settings.setPassword(config.password());
        settings.setMaximumPoolSize(CONNECTIONS);
        settings.setMinimumIdle(1);
        return settings;
    }

    Database database() {
        return database;
    }

    Outgoing outbox() {
        return outbox;
    }

    OutboxRelay relay() {
        return relay;
    }

    /** Publishes a root's messages with it, and tells the listener after the commit. */
    RecordedEvents telling(MessageTranslator translator) {
        RecordedEvents publishing = outbox.translating(translator);
        return events -> {
            publishing.recorded(events);
            database.transactions().afterCommit(() -> events.forEach(event -> listener.happened(name, event.event())));
        };
    }

    /** Gives an answer again, under a key of its own: an aggregate's key numbers only what its events say. */
    Answers answers() {
        return (order, message) -> outbox.publish(new MessageKey(name + "-answer", order), message);
    }

    /** Begins the list of what this context does with messages; each effect happens once. */
    Reactions reactions() {
        return new Reactions(MessageDispatcher.with(inbox, codec));
    }

    /** Messages whose effect is committed, counted once per consumer. */
    long consumed() {
        return count("inbox");
    }

    /** Rows in one of our own tables. */
    long count(String table) {
        return database.transactions().call(() -> {
            Connection connection = database.transactions().connection();
            return Sql.run(
                    "count " + table,
                    () -> Sql.first(connection, row -> row.getLong(1), "select count(*) from " + database.table(table))
                            .orElseThrow());
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Collects reactions, each reported to the listener after its commit. */
    final class Reactions {
        private final MessageDispatcher.Builder builder;

        private Reactions(MessageDispatcher.Builder builder) {
            this.builder = builder;
        }

        <T> Reactions on(Class<T> type, Reaction<T> reaction) {
            builder.on(type, (payload, message) -> {
                database.transactions().afterCommit(() -> listener.handled(name, payload));
                reaction.handle(payload);
            });
            return this;
        }

        void subscribe(InMemoryBroker broker) {
            MessageDispatcher dispatcher = builder.build();
            // Two first messages about one order may meet; the loser decides again at once, on what the winner stored.
            broker.subscribe(name, dispatcher.filter(), message -> Again.messageOnConflict(dispatcher, message));
        }
    }

    /** What a context does with a message, in the transaction of its inbox. */
    @FunctionalInterface
    interface Reaction<T> {
        void handle(T message);
    }
}
