package org.dddblocks.saga;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageDispatcher;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageNumber;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.spi.Jdbc;

/**
 * One database with an outbox, an inbox, and participants that answer the commands of {@link Trip}. Messages move only when
 * {@link #pump} is called, so that a test says what happens when.
 */
final class World {
    static final SagaConfig QUICK = SagaConfig.builder()
            .firstRetry(Duration.ofMillis(1))
            .longestRetry(Duration.ofMillis(2))
            .unknownAfter(Duration.ZERO)
            .pollEvery(Duration.ofMillis(20))
            .build();

    private static final AtomicInteger TRIPS = new AtomicInteger();

    final TestDatabases.Connector raw;
    final Database database;
    final PayloadCodec codec = Trip.codec();
    final JdbcOutbox outbox;
    final MessageDispatcher participants;

    World(TestDatabases.Connector raw) {
        this.raw = raw;
        this.database = Database.over(new Pool(raw).dataSource());
        database.install(JdbcOutbox.schema(), Inbox.schema(), SagaRunner.schema());
        this.outbox = JdbcOutbox.on(database, codec, "travel");
        this.participants = participants();
        database.transactions()
                .run(() -> update("create table if not exists effect (seq bigint generated always as"
                        + " identity primary key, trip varchar(100) not null, what varchar(200) not null)"));
    }

    static String trip() {
        return "trip-" + TRIPS.incrementAndGet();
    }

    private MessageDispatcher participants() {
        return MessageDispatcher.with(Inbox.on(database, "participants"), codec)
                .on(Trip.BookHotel.class, (c, message) -> {
                    if (c.full()) {
                        reply(c.trip(), new Trip.HotelFull("no room"));
                    } else {
                        did(c.trip(), "hotel booked");
                        reply(c.trip(), new Trip.HotelBooked("room of " + c.trip()));
                    }
                })
                .on(Trip.CancelHotel.class, (c, message) -> {
                    did(c.trip(), "hotel cancelled, " + c.room());
                    reply(c.trip(), new Trip.HotelCancelled(c.room()));
                })
                .on(Trip.BookFlight.class, (c, message) -> {
                    if (c.full()) {
                        reply(c.trip(), new Trip.FlightFull("no seat"));
                    } else {
                        did(c.trip(), "flight booked");
                        reply(c.trip(), new Trip.FlightBooked("seat of " + c.trip()));
                    }
                })
                .on(Trip.CancelFlight.class, (c, message) -> {
                    did(c.trip(), "flight cancelled, " + c.seat());
                    reply(c.trip(), new Trip.FlightCancelled(c.seat()));
                })
                .on(Trip.Pay.class, (c, message) -> {
                    if (c.decline()) {
                        reply(c.trip(), new Trip.Declined("no money"));
                    } else {
                        did(c.trip(), "paid");
                        reply(c.trip(), new Trip.Paid("receipt"));
                    }
                })
                .on(Trip.SendMail.class, (c, message) -> {
                    did(c.trip(), "mail sent");
                    reply(c.trip(), new Trip.MailSent(c.trip()));
                })
                .build();
    }

    private void reply(String trip, Object reply) {
        outbox.publish(new MessageKey("participant", trip), reply);
    }

    private void did(String trip, String what) throws SQLException {
        Trip.effect(database.transactions().connection(), trip, what);
    }

    /** What ran, in the order in which it committed; participants and the saga alike. */
    List<String> effects(String trip) {
        return database.transactions()
                .call(() -> Jdbc.query(
                        connection(),
                        row -> row.getString(1),
                        "select what from effect where trip = ? order by seq",
                        trip));
    }

    SagaRunner node(UnaryOperator<SagaRunner.Builder> setting) {
        return node(database, setting);
    }

    SagaRunner node() {
        return node(builder -> builder.register(Trip.definition(1)));
    }

    /** A node whose process dies at a call. */
    SagaRunner node(Pool dying) {
        return node(Database.over(dying.dataSource()), builder -> builder.register(Trip.definition(1)));
    }

    private SagaRunner node(Database own, UnaryOperator<SagaRunner.Builder> setting) {
        return setting.apply(SagaRunner.on(own, JdbcOutbox.on(own, codec, "travel"), codec)
                        .config(QUICK))
                .build();
    }

    /** Moves what is due once. */
    static void work(SagaRunner node) {
        node.sweeper().due().forEach(node.engine()::advance);
    }

    void settle(SagaRunner node) throws Exception {
        settle(node, () -> false);
    }

    /** Until nothing is due now or later and no message is on its way, or the node is dead. */
    void settle(SagaRunner node, BooleanSupplier dead) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        while ((pump(node) || anyWaits()) && !dead.getAsBoolean()) {
            work(node);
            if (System.nanoTime() > end) {
                throw new AssertionError("The world does not settle: " + node.counts());
            }
        }
    }

    private boolean anyWaits() {
        return database.transactions()
                .call(() -> Jdbc.first(
                                        connection(),
                                        row -> row.getLong(1),
                                        "select count(*) from " + database.table("saga")
                                                + " where next_wake_at is not null")
                                .orElseThrow()
                        > 0);
    }

    /** Delivers what is in the outbox; false if there was nothing. A failing handler leaves its message there. */
    boolean pump(SagaRunner node) throws Exception {
        List<Message> waiting = waiting();
        for (Message message : waiting) {
            deliver(node, message);
            delete(message);
        }
        return !waiting.isEmpty();
    }

    void deliver(SagaRunner node, Message message) throws Exception {
        if (participants.filter().test(message)) {
            participants.handle(message);
        }
        if (node.expects(message)) {
            node.replies().handle(message);
        }
    }

    void delete(Message message) {
        database.transactions()
                .run(() -> update("delete from " + database.table("outbox") + " where id = ?", message.id()));
    }

    List<Message> waiting() {
        return database.transactions()
                .call(() -> Jdbc.query(
                        connection(),
                        row -> new Message(
                                row.getObject("id", UUID.class),
                                row.getString("source"),
                                new MessageKey(row.getString("aggregatetype"), row.getString("aggregateid")),
                                new MessageNumber(row.getLong("keyversion"), row.getInt("keyordinal")),
                                row.getString("type"),
                                row.getInt("schemaversion"),
                                row.getString("payload"),
                                Jdbc.instant(row, "time"),
                                new EventMetadata(
                                        row.getString("correlationid"),
                                        row.getString("causationid"),
                                        row.getString("actor"),
                                        row.getString("tenant"),
                                        row.getString("traceparent")),
                                Map.of()),
                        "select * from " + database.table("outbox") + " order by seq"));
    }

    Optional<Message> waiting(Class<?> payload, UUID instance) {
        return waiting().stream()
                .filter(message -> message.type().equals(codec.typeName(payload)))
                .filter(message -> instance.toString().equals(message.metadata().correlationId()))
                .findFirst();
    }

    int update(String sql, Object... arguments) {
        return Jdbc.update(connection(), sql, arguments);
    }

    private Connection connection() {
        return database.transactions().connection();
    }
}
