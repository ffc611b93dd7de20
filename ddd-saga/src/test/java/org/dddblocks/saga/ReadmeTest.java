package org.dddblocks.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.MessageDispatcher;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.junit.jupiter.api.Test;

/** The snippet of the README compiles, runs, and is the one that the README shows. */
class ReadmeTest {
    public record Booking(String trip, String room, String why) {
        static Booking of(String trip) {
            return new Booking(trip, "", "");
        }

        Booking opened(int rows) {
            return this;
        }

        Booking inRoom(String given) {
            return new Booking(trip, given, why);
        }

        Booking refusedBecause(String reason) {
            return new Booking(trip, room, reason);
        }
    }

    public record BookHotel(String trip) {}

    public record HotelBooked(String room) {}

    public record HotelFull(String why) {}

    public record CancelHotel(String trip) {}

    public record HotelCancelled(String trip) {}

    public record Pay(String trip) {}

    public record Paid(String trip) {}

    public record Declined(String why) {}

    private static final class Cases {
        int open(Connection connection, String trip) {
            return 1;
        }

        void close(Connection connection, String trip) {}

        int file(Connection connection, String trip) {
            return 1;
        }
    }

    @Test
    void the_snippet_runs() throws Exception {
        Cases cases = new Cases();
        Database database = Database.over(new Pool(TestDatabases.h2()).dataSource());
        PayloadCodec codec = codec();
        JdbcOutbox outbox = JdbcOutbox.on(database, codec, "travel");
        try (InMemoryBroker broker = InMemoryBroker.withThreads(2);
                OutboxRelay relay = OutboxRelay.with(
                        database, broker, OutboxConfig.builder().build())) {
            MessageDispatcher others = participants(database, outbox, codec);
            broker.subscribe("others", others.filter(), others);

            // README
            Steps<Booking> step = Steps.of(Booking.class);

            UndoableStep<Booking> open = step.tx("open", (s, connection) -> cases.open(connection, s.trip()))
                    .store(Booking::opened)
                    .undo((s, attempted, connection) -> cases.close(connection, s.trip()));
            UndoableStep<Booking> hotel = step.command("hotel", s -> new BookHotel(s.trip()))
                    .reply(HotelBooked.class)
                    .store((s, booked) -> s.inRoom(booked.room()))
                    .rejectedBy(HotelFull.class, (s, full) -> s.refusedBecause(full.why()))
                    .undo((s, attempted) -> new CancelHotel(s.trip()))
                    .undoneBy(HotelCancelled.class);
            PivotStep<Booking> pay = step.command("pay", s -> new Pay(s.trip()))
                    .reply(Paid.class)
                    .rejectedBy(Declined.class);
            RetriableStep<Booking> file = step.tx("file", (s, connection) -> cases.file(connection, s.trip()))
                    .retryUntilDone();

            SagaDefinition<Booking> bookTrip = Saga.define("book-trip", 1, Booking.class)
                    .then(open)
                    .then(hotel)
                    .pivot(pay)
                    .then(file)
                    .build();

            database.install(JdbcOutbox.schema(), Inbox.schema(), SagaRunner.schema());
            SagaRunner sagas =
                    SagaRunner.on(database, outbox, codec).register(bookTrip).build();
            broker.subscribe("travel-replies", sagas::expects, sagas.replies());
            sagas.start();

            UUID id = sagas.start(bookTrip, "trip-42", Booking.of("trip-42"));
            SagaStatus status = sagas.find(id).orElseThrow().status();
            List<StoryEntry> story = sagas.story(id);
            // end

            relay.start();
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> sagas.find(id).orElseThrow().status() == SagaStatus.COMPLETED);
            assertThat(status).isEqualTo(SagaStatus.RUNNING);
            assertThat(story).isNotEmpty();
            assertThat(sagas.state(id, Booking.class).orElseThrow().room()).isEqualTo("7");
            sagas.close();
        }
    }

    private static PayloadCodec codec() {
        return JacksonCodec.builder()
                .type(Booking.class, "travel.booking")
                .type(BookHotel.class, "travel.book-hotel")
                .type(HotelBooked.class, "travel.hotel-booked")
                .type(HotelFull.class, "travel.hotel-full")
                .type(CancelHotel.class, "travel.cancel-hotel")
                .type(HotelCancelled.class, "travel.hotel-cancelled")
                .type(Pay.class, "travel.pay")
                .type(Paid.class, "travel.paid")
                .type(Declined.class, "travel.declined")
                .build();
    }

    private static MessageDispatcher participants(Database database, JdbcOutbox outbox, PayloadCodec codec) {
        MessageKey key = new MessageKey("reply", "trip-42");
        return MessageDispatcher.with(Inbox.on(database, "others"), codec)
                .on(BookHotel.class, (command, message) -> outbox.publish(key, new HotelBooked("7")))
                .on(Pay.class, (command, message) -> outbox.publish(key, new Paid(command.trip())))
                .build();
    }

    @Test
    void the_readme_shows_the_snippet_that_is_compiled_here() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String source = Files.readString(Path.of("src/test/java/org/dddblocks/saga/ReadmeTest.java"));
        String shown = readme.substring(readme.indexOf("```java") + "```java".length(), readme.indexOf("```\n\nRun"));
        String compiled =
                source.substring(source.indexOf("// README") + "// README".length(), source.indexOf("// end"));
        assertThat(shown.replaceAll("\\s", "")).isEqualTo(compiled.replaceAll("\\s", ""));
    }
}
