package org.dddblocks.saga;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.JacksonCodecBuilder;
import org.dddblocks.persistence.PayloadCodec;

/**
 * A saga for tests with every kind of step. What the work of a tx step does is a row in a table of effects.
 *
 * @param refuse the step to be refused, or "none"
 * @param known what the state learned
 */
public record Trip(String id, String refuse, String known) {
    public record BookHotel(String trip, boolean full) {}

    public record HotelBooked(String room) {}

    public record HotelFull(String why) {}

    public record CancelHotel(String trip, String room) {}

    public record HotelCancelled(String room) {}

    public record BookFlight(String trip, boolean full) {}

    public record FlightBooked(String seat) {}

    public record FlightFull(String why) {}

    public record CancelFlight(String trip, String seat) {}

    public record FlightCancelled(String seat) {}

    public record Pay(String trip, boolean decline) {}

    public record Paid(String receipt) {}

    public record Declined(String why) {}

    public record SendMail(String trip) {}

    public record MailSent(String trip) {}

    public record MailboxFull(String trip) {}

    private static final Steps<Trip> STEP = Steps.of(Trip.class);

    static Trip of(String id, String refuse) {
        return new Trip(id, refuse, "");
    }

    Trip with(String more) {
        return new Trip(id, refuse, known + "[" + more + "]");
    }

    private boolean refuses(String step) {
        return refuse.equals(step);
    }

    static SagaDefinition<Trip> definition(int version) {
        return Saga.define("trip", version, Trip.class)
                .then(open())
                .then(hotel())
                .then(flight())
                .then(work("note").noUndo("a note harms nobody"))
                .pivot(pay())
                .then(work("ticket").retryUntilDone())
                .then(mail())
                .build();
    }

    private static UndoableStep<Trip> open() {
        return work("open")
                .store((s, opened) -> s.with(opened))
                .undo((s, attempted, connection) -> effect(
                        connection,
                        s.id(),
                        "undo " + attempted.result().orElseThrow() + " knowing '"
                                + attempted.input().known() + "'"));
    }

    private static TxStep<Trip, String> work(String name) {
        return STEP.tx(name, (s, connection) -> {
                    effect(connection, s.id(), name);
                    if (s.refuses(name)) {
                        throw new DomainRejection("NO_" + name.toUpperCase(Locale.ROOT), "refused");
                    }
                    return "case " + s.id();
                })
                .rejectedBy(DomainRejection.class, (s, refusal) -> s.with(refusal.code()));
    }

    private static UndoableStep<Trip> hotel() {
        return STEP.command("hotel", s -> new BookHotel(s.id(), s.refuses("hotel")))
                .reply(HotelBooked.class)
                .store((s, booked) -> s.with(booked.room()))
                .rejectedBy(HotelFull.class, (s, full) -> s.with(full.why()))
                .undo((s, attempted) ->
                        new CancelHotel(s.id(), attempted.result().orElseThrow().room()))
                .undoneBy(HotelCancelled.class);
    }

    private static UndoableStep<Trip> flight() {
        return STEP.command("flight", s -> new BookFlight(s.id(), s.refuses("flight")))
                .reply(FlightBooked.class)
                .store((s, booked) -> s.with(booked.seat()))
                .rejectedBy(FlightFull.class, (s, full) -> s.with(full.why()))
                .undo((s, attempted) -> new CancelFlight(
                        s.id(), attempted.result().orElseThrow().seat()))
                .undoneBy(FlightCancelled.class);
    }

    private static CommandStep<Trip, Paid> pay() {
        return STEP.command("pay", s -> new Pay(s.id(), s.refuses("pay")))
                .reply(Paid.class)
                .store((s, paid) -> s.with(paid.receipt()))
                .rejectedBy(Declined.class, (s, declined) -> s.with(declined.why()));
    }

    private static RetriableStep<Trip> mail() {
        return STEP.command("mail", s -> new SendMail(s.id()))
                .reply(MailSent.class)
                .rejectedBy(MailboxFull.class)
                .retryUntilDone();
    }

    static void effect(Connection connection, String trip, String what) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into effect (trip, what) values (?, ?)")) {
            insert.setString(1, trip);
            insert.setString(2, what);
            insert.executeUpdate();
        }
    }

    static PayloadCodec codec() {
        return builder().build();
    }

    static JacksonCodecBuilder builder() {
        JacksonCodecBuilder builder = JacksonCodec.builder().type(Trip.class, "trip.state");
        for (Class<?> message : Trip.class.getDeclaredClasses()) {
            builder = builder.type(message, "trip." + message.getSimpleName());
        }
        return builder;
    }
}
