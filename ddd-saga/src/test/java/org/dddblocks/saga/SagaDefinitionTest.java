package org.dddblocks.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.dddblocks.core.DomainRejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SagaDefinitionTest {
    record Trip(String id, String flight, String why) {
        Trip booked(FlightBooked booked) {
            return new Trip(id, booked.flight(), why);
        }

        Trip refused(FlightFull full) {
            return new Trip(id, flight, full.why());
        }
    }

    record BookFlight(String trip) {}

    record FlightBooked(String flight) {}

    record FlightFull(String why) {}

    record CancelFlight(String flight) {}

    record FlightCancelled(String flight) {}

    interface AnyReply {}

    @TempDir
    Path folder;

    private final Steps<Trip> step = Steps.of(Trip.class);

    private UndoableStep<Trip> book() {
        return step.command("book", s -> new BookFlight(s.id()))
                .reply(FlightBooked.class)
                .store(Trip::booked)
                .rejectedBy(FlightFull.class, Trip::refused)
                .undo((s, attempted) ->
                        new CancelFlight(attempted.result().orElseThrow().flight()))
                .undoneBy(FlightCancelled.class);
    }

    private UndoableStep<Trip> open() {
        return step.tx("open", (s, connection) -> connection.getAutoCommit() ? 1 : 2)
                .store((s, opened) -> new Trip(s.id(), "f" + opened.intValue(), s.why()))
                .rejectedBy(DomainRejection.class, (s, refusal) -> new Trip(s.id(), s.flight(), refusal.code()))
                .undo((s, attempted, connection) -> connection.createStatement().close());
    }

    private TxStep<Trip, Trip> pay() {
        return step.tx("pay", (s, connection) -> s);
    }

    @Test
    void a_definition_names_its_steps_in_order() {
        SagaDefinition<Trip> trip = Saga.define("trip", 1, Trip.class)
                .then(open())
                .then(book())
                .pivot(pay())
                .then(step.tx("archive", (s, connection) -> true).retryUntilDone())
                .build();

        assertThat(trip.stepNames()).containsExactly("open", "book", "pay", "archive");
        assertThat(trip)
                .hasToString("saga trip version 1: tx step open (undoable) → command step book (undoable)"
                        + " → tx step pay (pivot) → tx step archive (retriable)");
    }

    @Test
    void two_steps_of_one_name_are_refused_with_the_remedy() {
        assertThatThrownBy(() -> Saga.define("trip", 1, Trip.class)
                        .then(book())
                        .then(book())
                        .pivot(pay())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Saga trip", "\"book\"", "Rename one");
    }

    @Test
    void a_reply_that_is_success_and_refusal_is_refused() {
        CommandStep<Trip, FlightBooked> both = step.command("book", s -> new BookFlight(s.id()))
                .reply(FlightBooked.class)
                .rejectedBy(FlightBooked.class);
        assertThatThrownBy(() -> Saga.define("trip", 1, Trip.class).pivot(both).build())
                .hasMessageContainingAll("Step book", "FlightBooked", "cannot be both");
    }

    @Test
    void a_reply_that_is_no_concrete_class_is_refused() {
        CommandStep<Trip, AnyReply> any =
                step.command("book", s -> new BookFlight(s.id())).reply(AnyReply.class);
        assertThatThrownBy(() -> Saga.define("trip", 1, Trip.class).pivot(any).build())
                .hasMessageContainingAll("AnyReply", "concrete class", "Name the record");
    }

    @Test
    void a_refusal_declared_twice_is_refused() {
        CommandStep<Trip, FlightBooked> twice = step.command("book", s -> new BookFlight(s.id()))
                .reply(FlightBooked.class)
                .rejectedBy(FlightFull.class)
                .rejectedBy(FlightFull.class);
        assertThatThrownBy(() -> Saga.define("trip", 1, Trip.class).pivot(twice).build())
                .hasMessageContainingAll("FlightFull", "twice", "Remove one");
    }

    @Test
    void an_exception_that_also_means_a_lost_connection_is_no_refusal() {
        TxStep<Trip, Trip> broad = pay().rejectedBy(Exception.class);
        assertThatThrownBy(() -> Saga.define("trip", 1, Trip.class).pivot(broad).build())
                .hasMessageContainingAll("java.lang.Exception", "lost connection", "DomainRejection");
    }

    @Test
    void blank_names_missing_reasons_and_versions_below_1_are_refused() {
        assertThatThrownBy(() -> step.tx(" ", (s, connection) -> s)).hasMessageContainingAll("\" \"", "1 to 100");
        assertThatThrownBy(() -> step.tx("x".repeat(101), (s, connection) -> s)).hasMessageContaining("101 characters");
        assertThatThrownBy(() -> step.tx("a\nb", (s, connection) -> s)).hasMessageContaining("no line break");
        assertThatThrownBy(() -> pay().noUndo(" ")).hasMessageContaining("no reason");
        assertThatThrownBy(() -> Saga.define("trip", 0, Trip.class)).hasMessageContainingAll("version 0", "from 1");
    }

    @Test
    void steps_are_immutable_so_that_one_can_be_the_start_of_two() {
        CommandStep<Trip, FlightBooked> plain =
                step.command("book", s -> new BookFlight(s.id())).reply(FlightBooked.class);
        plain.rejectedBy(FlightFull.class);
        assertThat(plain.asPivot().rejections()).isEmpty();
    }

    @Test
    void the_compiler_refuses_an_undo_after_the_pivot_and_says_it_in_a_sentence() {
        String errors = errorsOf(
                "Saga.define(\"t\", 1, String.class).pivot(t).then(t.noUndo(\"x\")).build();",
                "Saga.define(\"t\", 1, String.class).then(t.retryUntilDone()).pivot(t).build();",
                "Saga.define(\"t\", 1, String.class).then(t.noUndo(\"x\")).build();",
                "Saga.define(\"t\", 1, String.class).then(t.noUndo(\"x\")).pivot(t).then(t.retryUntilDone()).build();");
        assertThat(errors)
                .contains("T.java:1:", "UndoableStep<String> cannot be converted to RetriableStep<String>")
                .contains("T.java:2:", "RetriableStep<String> cannot be converted to UndoableStep<String>")
                .contains("T.java:3:", "cannot find symbol")
                .doesNotContain("T.java:4:")
                .contains("3 errors");
    }

    private String errorsOf(String... statements) {
        try {
            Path source = Files.writeString(
                    folder.resolve("T.java"),
                    "import org.dddblocks.saga.*; class T { void t() { TxStep<String, String> t = "
                            + "Steps.of(String.class).tx(\"t\", (s, c) -> s); " + String.join("\n", statements)
                            + " } }");
            String path = System.getProperty("jdk.module.path", "")
                    + File.pathSeparator
                    + System.getProperty("java.class.path");
            StringWriter out = new StringWriter();
            ToolProvider.findFirst("javac")
                    .orElseThrow()
                    .run(
                            new PrintWriter(out),
                            new PrintWriter(out),
                            "-proc:none",
                            "-d",
                            folder.toString(),
                            "-cp",
                            path,
                            source.toString());
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
