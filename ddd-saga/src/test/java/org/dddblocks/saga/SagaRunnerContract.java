package org.dddblocks.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Message;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.saga.StoryEntry.What;
import org.junit.jupiter.api.Test;

/** What a runner promises, on any database. */
abstract class SagaRunnerContract {
    protected abstract World world();

    private UUID start(SagaRunner node, String trip, String refuse) {
        return node.start("trip", trip, Trip.of(trip, refuse));
    }

    private List<What> story(SagaRunner node, UUID id) {
        return node.story(id).stream().map(StoryEntry::what).toList();
    }

    private String run(String refuse, SagaStatus end) throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        UUID id = start(node, trip, refuse);
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(end);
        assertThat(node.find(id).orElseThrow().endedAt()).isPresent();
        assertThat(node.find(id).orElseThrow().step()).isEmpty();
        return trip;
    }

    private static String undoOpen(String trip) {
        return "undo case " + trip + " knowing ''";
    }

    @Test
    void an_instance_runs_every_step_once_and_in_order() throws Exception {
        String trip = run("none", SagaStatus.COMPLETED);
        assertThat(world().effects(trip))
                .containsExactly("open", "hotel booked", "flight booked", "note", "paid", "ticket", "mail sent");
        SagaRunner node = world().node();
        UUID id = node.find("trip", trip).orElseThrow().id();
        assertThat(node.state(id, Trip.class).orElseThrow().known())
                .isEqualTo("[case %1$s][room of %1$s][seat of %1$s][receipt]".formatted(trip));
        assertThat(story(node, id))
                .containsExactly(
                        What.STARTED,
                        What.COMPLETED,
                        What.SENT,
                        What.COMPLETED,
                        What.SENT,
                        What.COMPLETED,
                        What.COMPLETED,
                        What.SENT,
                        What.COMPLETED,
                        What.COMPLETED,
                        What.SENT,
                        What.COMPLETED,
                        What.ENDED);
        assertThat(node.story(id)).extracting(StoryEntry::number).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_refused_first_step_leaves_nothing_to_undo() throws Exception {
        assertThat(world().effects(run("open", SagaStatus.COMPENSATED))).isEmpty();
    }

    @Test
    void a_refused_second_step_undoes_the_first() throws Exception {
        String trip = run("hotel", SagaStatus.COMPENSATED);
        assertThat(world().effects(trip)).containsExactly("open", undoOpen(trip));
    }

    @Test
    void a_refused_third_step_undoes_the_first_two_in_reverse_with_what_they_gave() throws Exception {
        String trip = run("flight", SagaStatus.COMPENSATED);
        assertThat(world().effects(trip))
                .containsExactly("open", "hotel booked", "hotel cancelled, room of " + trip, undoOpen(trip));
    }

    @Test
    void a_refused_tx_step_leaves_no_effect_of_its_own() throws Exception {
        String trip = run("note", SagaStatus.COMPENSATED);
        assertThat(world().effects(trip))
                .containsExactly(
                        "open",
                        "hotel booked",
                        "flight booked",
                        "flight cancelled, seat of " + trip,
                        "hotel cancelled, room of " + trip,
                        undoOpen(trip));
    }

    @Test
    void a_refused_pivot_undoes_everything_before_it_and_the_state_says_why() throws Exception {
        String trip = run("pay", SagaStatus.COMPENSATED);
        assertThat(world().effects(trip))
                .containsExactly(
                        "open",
                        "hotel booked",
                        "flight booked",
                        "note",
                        "flight cancelled, seat of " + trip,
                        "hotel cancelled, room of " + trip,
                        undoOpen(trip));
        SagaRunner node = world().node();
        UUID id = node.find("trip", trip).orElseThrow().id();
        assertThat(node.state(id, Trip.class).orElseThrow().known()).endsWith("[no money]");
        assertThat(story(node, id)).contains(What.REJECTED, What.NOTHING_TO_UNDO, What.UNDO_SENT, What.UNDONE);
    }

    @Test
    void a_refusal_after_the_pivot_is_asked_again_until_it_is_done() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        UUID id = start(node, trip, "none");
        for (int refusals = 0; refusals < 2; refusals++) {
            while (world.waiting(Trip.SendMail.class, id).isEmpty()) {
                world.pump(node);
                World.work(node);
            }
            Message mail = world.waiting(Trip.SendMail.class, id).orElseThrow();
            world.delete(mail);
            answer(world, mail, new Trip.MailboxFull(trip));
            world.pump(node);
        }
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(world.effects(trip)).endsWith("ticket", "mail sent").doesNotContain(undoOpen(trip));
        assertThat(story(node, id).stream().filter(What.REJECTED::equals)).hasSize(2);
    }

    /** What a participant does inside its inbox. */
    private static void answer(World world, Message command, Object reply) {
        EventMetadata why = new EventMetadata(
                command.metadata().correlationId(), command.id().toString(), null, null, null);
        world.database
                .transactions()
                .run(() -> CurrentMetadata.callWith(
                        why,
                        () -> world.outbox.publish(
                                new org.dddblocks.outbox.MessageKey(
                                        "answer", command.id().toString()),
                                reply)));
    }

    @Test
    void commands_carry_the_instance_as_correlation_and_the_message_that_moved_it_as_cause() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        EventMetadata origin = new EventMetadata("order-1", "message-1", "ann", "shop-2", "trace-3");
        UUID id = CurrentMetadata.callWith(origin, () -> start(node, trip, "none"));
        World.work(node);
        Message hotel = world.waiting(Trip.BookHotel.class, id).orElseThrow();
        assertThat(hotel.key()).hasToString("trip/" + id);
        assertThat(hotel.metadata())
                .isEqualTo(new EventMetadata(id.toString(), "message-1", "ann", "shop-2", "trace-3"));
        world.pump(node);
        Message booked = world.waiting(Trip.HotelBooked.class, id).orElseThrow();
        world.pump(node);
        World.work(node);
        assertThat(world.waiting(Trip.BookFlight.class, id)
                        .orElseThrow()
                        .metadata()
                        .causationId())
                .isEqualTo(booked.id().toString());
        world.settle(node);
    }

    @Test
    void a_start_is_stored_with_the_callers_transaction_or_not_at_all() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        assertThatThrownBy(() -> world.database.transactions().run(() -> {
                    start(node, trip, "none");
                    throw new IllegalStateException("caller fails");
                }))
                .hasMessage("caller fails");
        assertThat(node.find("trip", trip)).isEmpty();
        UUID id = world.database.transactions().call(() -> start(node, trip, "none"));
        assertThat(node.find(id)).isPresent();
        world.settle(node);
    }

    @Test
    void two_starts_of_one_business_key_are_one_instance() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        UUID first = start(node, trip, "none");
        assertThat(start(node, trip, "pay")).isEqualTo(first);
        world.settle(node);
        assertThat(start(node, trip, "none")).isEqualTo(first);
        world.settle(node);
        assertThat(world.effects(trip)).hasSize(7);
    }

    @Test
    void starts_of_one_business_key_at_the_same_time_are_one_instance() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        for (int round = 0; round < 20; round++) {
            String trip = World.trip();
            CyclicBarrier together = new CyclicBarrier(2);
            List<UUID> ids = Both.run(() -> {
                together.await(120, TimeUnit.SECONDS);
                return start(node, trip, "none");
            });
            assertThat(ids.get(0)).isEqualTo(ids.get(1));
            assertThat(node.story(ids.get(0))).hasSize(1);
        }
        world.settle(node);
    }

    @Test
    void a_duplicate_or_late_or_foreign_reply_changes_nothing_and_is_named_once() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        UUID id = start(node, trip, "none");
        World.work(node);
        Message hotel = world.waiting(Trip.BookHotel.class, id).orElseThrow();
        world.pump(node);
        Message booked = world.waiting(Trip.HotelBooked.class, id).orElseThrow();
        node.replies().handle(booked); // first
        node.replies().handle(booked); // redelivered before it was acted on
        World.work(node);
        node.replies().handle(booked); // and after
        answer(world, hotel, new Trip.HotelFull("late"));
        Message late = world.waiting(Trip.HotelFull.class, id).orElseThrow();
        node.replies().handle(late);
        node.replies().handle(late);
        foreign(world, node, late);
        world.settle(node);

        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(world.effects(trip)).hasSize(7);
        List<StoryEntry> ignored = node.story(id).stream()
                .filter(entry -> entry.what() == What.REPLY_IGNORED)
                .toList();
        assertThat(ignored).hasSize(1);
        assertThat(ignored.get(0).why()).contains("HotelFull", "step hotel", "no longer awaited");
        assertThat(ignored.get(0).message()).contains(late.id());
    }

    private static void foreign(World world, SagaRunner node, Message late) throws Exception {
        for (String correlation :
                new String[] {null, "no uuid", UUID.randomUUID().toString()}) {
            EventMetadata why = new EventMetadata(correlation, late.metadata().causationId(), null, null, null);
            Message foreign = new Message(
                    UUID.randomUUID(),
                    late.source(),
                    late.key(),
                    late.number(),
                    late.type(),
                    late.schemaVersion(),
                    late.payload(),
                    late.time(),
                    why,
                    late.headers());
            node.replies().handle(foreign);
        }
        assertThat(world.waiting()).isNotEmpty();
    }

    @Test
    void a_step_that_throws_is_tried_again_until_it_works_and_its_effect_is_there_once() throws Exception {
        World world = world();
        AtomicInteger tries = new AtomicInteger();
        SagaDefinition<Trip> flaky = oneStep("flaky", (s, connection) -> {
            Trip.effect(connection, s.id(), "done");
            switch (tries.incrementAndGet()) {
                case 1, 3 -> throw new IllegalStateException("not yet");
                case 2 -> throw new StackOverflowError("too deep");
                default -> {}
            }
            return s;
        });
        SagaRunner node = world.node(builder -> builder.register(flaky));
        String trip = World.trip();
        UUID id = node.start(flaky, trip, Trip.of(trip, "none"));
        world.settle(node);
        assertThat(world.effects(trip)).containsExactly("done");
        assertThat(story(node, id))
                .containsExactly(What.STARTED, What.FAILED, What.FAILED, What.FAILED, What.COMPLETED, What.ENDED);
        assertThat(node.story(id).get(1).why()).contains("IllegalStateException: not yet", "SagaRunnerContract");
    }

    private static SagaDefinition<Trip> oneStep(String name, TxStep.Work<Trip, Trip> work) {
        return Saga.define(name, 1, Trip.class)
                .pivot(Steps.of(Trip.class).tx("only", work))
                .build();
    }

    @Test
    void a_step_started_twenty_times_without_finishing_stands_in_needs_attention() throws Exception {
        World world = world();
        AtomicInteger tries = new AtomicInteger();
        SagaDefinition<Trip> broken = oneStep("broken", (s, connection) -> {
            tries.incrementAndGet();
            throw new IllegalStateException("disk full");
        });
        SagaRunner node = world.node(builder -> builder.register(broken));
        String trip = World.trip();
        UUID id = node.start(broken, trip, Trip.of(trip, "none"));
        world.settle(node);
        assertThat(tries).hasValue(20);
        SagaInstance parked = node.find(id).orElseThrow();
        assertThat(parked.status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);
        assertThat(parked.attention().orElseThrow()).contains("step only was started 20 times", "disk full");
        assertThat(node.list(SagaStatus.NEEDS_ATTENTION, 100)).contains(parked);
        assertThat(node.counts()).contains(new SagaCount("broken", 1, SagaStatus.NEEDS_ATTENTION, parked.step(), 1));
    }

    @Test
    void the_statement_of_the_readme_sets_an_exhausted_instance_going_again() throws Exception {
        World world = world();
        AtomicInteger tries = new AtomicInteger();
        SagaDefinition<Trip> repaired = oneStep("repaired", (s, connection) -> {
            if (tries.incrementAndGet() <= 20) {
                throw new IllegalStateException("disk full");
            }
            return s;
        });
        SagaRunner node = world.node(builder -> builder.register(repaired));
        String trip = World.trip();
        UUID id = node.start(repaired, trip, Trip.of(trip, "none"));
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);

        String readme = Files.readString(Path.of("README.md"));
        String sql =
                readme.substring(readme.indexOf("```sql") + "```sql".length(), readme.indexOf("```\n\n## Gotchas"));
        assertThat(world.database.transactions().<Integer, RuntimeException>call(() -> world.update(sql, id)))
                .isEqualTo(1);
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(node.find(id).orElseThrow().attention()).isEmpty();
    }

    @Test
    void functions_of_a_definition_that_throw_are_tried_again_and_lose_no_reply() throws Exception {
        World world = world();
        AtomicInteger tries = new AtomicInteger();
        Steps<Trip> step = Steps.of(Trip.class);
        SagaDefinition<Trip> flaky = Saga.define("flaky-functions", 1, Trip.class)
                .then(step.command("book", s -> {
                            failFirst(tries, 1);
                            return new Trip.BookHotel(s.id(), false);
                        })
                        .reply(Trip.HotelBooked.class)
                        .store((s, booked) -> {
                            failFirst(tries, 3);
                            return s.with(booked.room());
                        })
                        .noUndo("test"))
                .pivot(step.tx("end", (s, connection) -> s))
                .build();
        SagaRunner node = world.node(builder -> builder.register(flaky));
        String trip = World.trip();
        UUID id = node.start(flaky, trip, Trip.of(trip, "none"));
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(world.effects(trip)).containsExactly("hotel booked");
        assertThat(node.state(id, Trip.class).orElseThrow().known()).isEqualTo("[room of " + trip + "]");
        assertThat(story(node, id).stream().filter(What.FAILED::equals)).hasSize(2);
    }

    private static void failFirst(AtomicInteger tries, int failing) {
        if (tries.incrementAndGet() == failing) {
            throw new IllegalStateException("try " + failing);
        }
    }

    @Test
    void an_unknown_version_is_parked_and_named_keeps_its_reply_and_goes_on_when_it_is_known() throws Exception {
        World world = world();
        SagaRunner newer = world.node(builder -> builder.register(Trip.definition(2)));
        String trip = World.trip();
        UUID id = start(newer, trip, "none");
        World.work(newer); // has sent the hotel's command
        SagaRunner older = world.node();
        String other = World.trip();
        start(older, other, "none");
        world.pump(older);
        world.pump(older); // the reply is kept
        older.sweeper().parkUnknown();
        world.settle(older);

        SagaInstance parked = older.find(id).orElseThrow();
        assertThat(parked.status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);
        assertThat(parked.attention().orElseThrow()).contains("trip version 2", "trip version 1", "Register");
        assertThat(older.find("trip", other).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);

        older.sweeper().resume(Attention.UNKNOWN_DEFINITION);
        assertThat(older.find(id).orElseThrow().status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);
        newer.sweeper().resume(Attention.UNKNOWN_DEFINITION);
        world.settle(newer);
        assertThat(newer.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(story(newer, id)).contains(What.PARKED, What.RESUMED);
        assertThat(world.effects(trip)).hasSize(7);
    }

    @Test
    void an_undecodable_state_is_parked_and_named_and_holds_up_nobody() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        UUID id = start(node, trip, "none");
        String table = world.database.table("saga");
        world.database
                .transactions()
                .run(() -> world.update("update " + table + " set state_version = 9 where id = ?", id));
        String other = World.trip();
        start(node, other, "none");
        world.settle(node);
        SagaInstance parked = node.find(id).orElseThrow();
        assertThat(parked.status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);
        assertThat(parked.attention().orElseThrow()).contains("trip.state schema version 9", "Register");
        assertThat(node.find("trip", other).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);

        world.database
                .transactions()
                .run(() -> world.update("update " + table + " set state_version = 1 where id = ?", id));
        node.sweeper().resume(Attention.UNDECODABLE_STATE);
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void an_undecodable_reply_is_parked_and_kept_and_taken_in_when_it_can_be_read() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        UUID id = start(node, trip, "none");
        World.work(node);
        world.pump(node);
        world.pump(node); // the reply is kept
        String table = world.database.table("saga_reply");
        world.database.transactions().run(() -> world.update("update " + table + " set schema_version = 9"));
        world.settle(node);
        SagaInstance parked = node.find(id).orElseThrow();
        assertThat(parked.status()).isEqualTo(SagaStatus.NEEDS_ATTENTION);
        assertThat(parked.attention().orElseThrow())
                .contains("trip.HotelBooked schema version 9", "Register")
                .doesNotContain("room of");

        world.database.transactions().run(() -> world.update("update " + table + " set schema_version = 1"));
        node.sweeper().resume(Attention.UNDECODABLE_REPLY);
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(world.effects(trip)).hasSize(7);
    }

    @Test
    void an_undo_that_throws_is_tried_again_until_it_works() throws Exception {
        World world = world();
        AtomicInteger tries = new AtomicInteger();
        Steps<Trip> step = Steps.of(Trip.class);
        SagaDefinition<Trip> undoing = Saga.define("undoing", 1, Trip.class)
                .then(step.tx("first", (s, connection) -> 7L).undo((s, attempted, connection) -> {
                    Trip.effect(
                            connection, s.id(), "undone " + attempted.result().orElseThrow());
                    failFirst(tries, 1);
                }))
                .pivot(step.tx("no", (s, connection) -> {
                            throw new DomainRejection("NO", "no");
                        })
                        .rejectedBy(DomainRejection.class))
                .build();
        SagaRunner node = world.node(builder -> builder.register(undoing));
        String trip = World.trip();
        UUID id = node.start(undoing, trip, Trip.of(trip, "none"));
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(world.effects(trip)).containsExactly("undone 7");
        assertThat(story(node, id))
                .containsExactly(What.STARTED, What.COMPLETED, What.REJECTED, What.FAILED, What.UNDONE, What.ENDED);
        assertThat(node.story(id).get(2).why()).isEqualTo("NO: no");
    }

    @Test
    void a_refusal_whose_text_no_database_keeps_is_a_refusal_all_the_same() throws Exception {
        World world = world();
        Steps<Trip> step = Steps.of(Trip.class);
        SagaDefinition<Trip> refusing = Saga.define("refusing", 1, Trip.class)
                .pivot(step.tx("no", (s, connection) -> {
                            throw new DomainRejection("NO", "a\0b \ud83d");
                        })
                        .rejectedBy(DomainRejection.class))
                .build();
        SagaRunner node = world.node(builder -> builder.register(refusing));
        String trip = World.trip();
        UUID id = node.start(refusing, trip, Trip.of(trip, "none"));
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(node.story(id).get(1).why()).isEqualTo("NO: a?b ?");
    }

    @Test
    void every_metadata_that_an_event_may_carry_starts_a_saga() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        String longest = "m".repeat(255);
        EventMetadata metadata = new EventMetadata(longest, longest, longest, longest, longest);
        UUID id = CurrentMetadata.callWith(metadata, () -> start(node, trip, "none"));
        world.settle(node);
        assertThat(node.find(id).orElseThrow().status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void keys_and_states_that_some_database_would_not_keep_are_refused_on_each() {
        SagaRunner node = world().node();
        for (String wrong : List.of("k\0", "k\ud800", "k\n")) {
            assertThatThrownBy(() -> node.start("trip", wrong, Trip.of("k", "none")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("control characters");
        }
        assertThatThrownBy(() -> node.start("trip", "k", Trip.of("k".repeat(1_100_000), "none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may have 1048576");
    }

    @Test
    void a_step_that_its_definition_lost_is_parked_and_named() throws Exception {
        World world = world();
        SagaRunner node = world.node();
        String trip = World.trip();
        UUID id = start(node, trip, "none");
        String table = world.database.table("saga");
        world.database
                .transactions()
                .run(() -> world.update("update " + table + " set step = 'gone' where id = ?", id));
        world.settle(node);
        assertThat(node.find(id).orElseThrow().attention().orElseThrow()).contains("no step \"gone\"", "next version");
    }

    @Test
    void two_runners_on_one_database_never_do_a_step_twice() throws Exception {
        World world = world();
        for (int round = 0; round < 20; round++) {
            String trip = World.trip();
            SagaRunner one = world.node();
            SagaRunner two = world.node();
            UUID id = start(one, trip, round % 2 == 0 ? "none" : "pay");
            for (int turn = 0;
                    turn < 100 && !one.find(id).orElseThrow().status().isEnd();
                    turn++) {
                CyclicBarrier together = new CyclicBarrier(2);
                AtomicInteger next = new AtomicInteger();
                Both.run(() -> {
                    SagaRunner mine = next.getAndIncrement() == 0 ? one : two;
                    together.await(120, TimeUnit.SECONDS);
                    mine.engine().advance(id);
                    return true;
                });
                world.pump(one);
            }
            assertThat(one.find(id).orElseThrow().status().isEnd()).isTrue();
            assertThat(world.effects(trip)).doesNotHaveDuplicates().hasSize(7);
        }
    }

    @Test
    void wrong_starts_are_refused_before_anything_is_written() {
        SagaRunner node = world().node();
        assertThatThrownBy(() -> node.start("tripp", "k", Trip.of("k", "none")))
                .hasMessageContainingAll("\"tripp\"", "trip version 1", "register");
        assertThatThrownBy(() -> node.start("trip", "k", "text")).hasMessageContainingAll("String", "Trip");
        assertThatThrownBy(() -> node.start("trip", " ", Trip.of("k", "none"))).hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> node.start(Trip.definition(2), "k", Trip.of("k", "none")))
                .hasMessageContainingAll("trip version 2", "not registered");
        assertThatThrownBy(() -> world().node(builder -> builder)).hasMessageContaining(".register(definition)");
        assertThatThrownBy(
                        () -> world().node(b -> b.register(Trip.definition(1)).register(Trip.definition(1))))
                .hasMessageContainingAll("trip version 1", "next version");
    }
}
