package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.AppendIdReusedException;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.persistence.ConflictException;
import org.junit.jupiter.api.Test;

/** What every event store promises of an append: what is expected, several streams, the id that makes it idempotent. */
abstract class AppendPromises extends StoreUnderTest {
    private static final UUID ID = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final int WRITERS = 16;

    private static Append toAny(StreamId stream, DomainEvent... events) {
        return Append.to(stream, Expected.any(), List.of(events));
    }

    @Test
    void an_append_that_expects_any_version_follows_whatever_is_there() {
        assertThat(store().append(toAny(STREAM, OPENED)).version()).isEqualTo(1);
        store().append(STREAM, 1, List.of(deposited(1), deposited(2)));

        Appended appended = store().append(toAny(STREAM, deposited(3), deposited(4)));

        assertThat(appended.version()).isEqualTo(5);
        assertThat(appended.events()).extracting(EventEnvelope::version).containsExactly(4L, 5L);
        assertThat(store().read(STREAM, 3)).isEqualTo(appended.events());
    }

    @Test
    void twenty_parallel_appends_that_expect_any_version_are_all_stored_and_numbered_without_gaps() {
        List<Race.Finish<Long>> finishes = Race.run(Collections.nCopies(20, () -> {
            store().append(toAny(STREAM, deposited(1)));
            return store().transactions()
                    .call(() -> store().append(toAny(STREAM, deposited(2))).version());
        }));

        assertThat(finishes).allSatisfy(finish -> assertThat(finish.failure()).isNull());
        assertThat(store().read(STREAM))
                .extracting(EventEnvelope::version)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(feed()).hasSize(40);
    }

    @Test
    void of_sixteen_writers_who_decided_on_the_same_version_exactly_one_wins_in_every_round() {
        int rounds = rounds(200);
        for (int round = 0; round < rounds; round++) {
            Append mine = Append.to(STREAM, Expected.exactly(round), List.of(deposited(round + 1)));
            Callable<Appended> alone = () -> store().append(mine);
            Callable<Appended> inTransaction = () -> store().transactions().call(() -> store().append(mine));
            List<Race.Finish<Appended>> finishes =
                    Race.run(Collections.nCopies(WRITERS, round % 2 == 0 ? alone : inTransaction));

            assertThat(finishes)
                    .as("round %d", round)
                    .filteredOn(Race.Finish::won)
                    .hasSize(1);
            assertThat(finishes)
                    .filteredOn(finish -> !finish.won())
                    .allSatisfy(finish -> assertThat(finish.failure()).isInstanceOf(ConflictException.class));
        }
        assertThat(store().version(STREAM)).isEqualTo(rounds);
    }

    @Test
    void several_streams_are_appended_to_together() {
        store().append(STREAM, 0, List.of(OPENED));

        Appended appended =
                store().append(toAny(STREAM, deposited(1)).and(OTHER, Expected.none(), List.of(deposited(2))));

        assertThat(events(appended.events())).containsExactly(deposited(1), deposited(2));
        assertThat(appended.version()).isEqualTo(2);
        assertThat(appended.version(OTHER)).isEqualTo(1);
        assertThat(feed()).containsExactly(OPENED, deposited(1), deposited(2));
    }

    @Test
    void of_several_streams_none_is_appended_to_when_one_is_a_conflict() {
        store().append(STREAM, 0, List.of(OPENED));
        StreamId third = new StreamId("account", "44");
        Append append = toAny(third, deposited(1))
                .and(OTHER, Expected.none(), List.of(deposited(2)))
                .and(STREAM, Expected.exactly(7), List.of(deposited(3)));

        assertThatThrownBy(() -> store().append(append)).isInstanceOfSatisfying(ConflictException.class, conflict -> {
            assertThat(conflict.aggregate()).isEqualTo("account/42");
            assertThat(conflict.actual()).hasValue(1);
        });
        store().transactions().run(() -> {
            assertThatThrownBy(() -> store().append(append)).isInstanceOf(ConflictException.class);
            store().append(OTHER, 0, List.of(deposited(4)));
        });

        assertThat(feed()).containsExactly(OPENED, deposited(4));
        assertThat(store().version(third)).isZero();
    }

    @Test
    void who_appends_to_the_same_streams_in_opposite_order_never_meets_a_deadlock() {
        int rounds = rounds(1000);
        Append there = toAny(STREAM, deposited(1)).and(OTHER, Expected.any(), List.of(deposited(2)));
        Append back = toAny(OTHER, deposited(3)).and(STREAM, Expected.any(), List.of(deposited(4)));
        for (int round = 0; round < rounds; round++) {
            Append alone = round % 2 == 0 ? there : back;
            Append inTransaction = round % 2 == 0 ? back : there;
            List<Race.Finish<Appended>> finishes = Race.run(List.of(
                    () -> store().append(alone),
                    () -> store().transactions().call(() -> store().append(inTransaction))));

            assertThat(finishes)
                    .as("round %d", round)
                    .allSatisfy(finish -> assertThat(finish.failure()).isNull());
        }
        assertThat(store().version(STREAM)).isEqualTo(2L * rounds);
        assertThat(store().version(OTHER)).isEqualTo(2L * rounds);
    }

    @Test
    void an_append_repeated_under_its_id_returns_the_first_result_and_writes_nothing() {
        Append append = Append.to(STREAM, Expected.none(), List.of(OPENED, deposited(1)))
                .and(OTHER, Expected.any(), List.of(deposited(2)))
                .id(ID);
        Appended first = store().append(append);
        assertThat(store().append(append)).isEqualTo(first);
        store().append(toAny(STREAM, deposited(3)));
        store().append(toAny(OTHER, deposited(4)));

        assertThat(store().append(append)).isEqualTo(first);
        assertThat(store().transactions().<Appended, RuntimeException>call(() -> store().append(append)))
                .isEqualTo(first);
        assertThat(store().append(Append.to(STREAM, Expected.any(), List.of(OPENED, deposited(1)))
                        .and(OTHER, Expected.exactly(2), List.of(deposited(2)))
                        .id(ID)))
                .isEqualTo(first);
        assertThat(feed()).containsExactly(OPENED, deposited(1), deposited(2), deposited(3), deposited(4));
    }

    @Test
    void an_append_of_other_content_under_a_known_id_is_refused() {
        store().append(toAny(STREAM, OPENED, deposited(1)).id(ID));
        List<Append> others = List.of(
                toAny(STREAM, OPENED, deposited(2)).id(ID),
                toAny(STREAM, OPENED).id(ID),
                toAny(OTHER, OPENED, deposited(1)).id(ID),
                toAny(STREAM, OPENED, deposited(1))
                        .and(OTHER, Expected.any(), List.of(OPENED))
                        .id(ID));

        for (Append other : others) {
            assertThatThrownBy(() -> store().append(other))
                    .isInstanceOfSatisfying(
                            AppendIdReusedException.class,
                            reused -> assertThat(reused.id()).isEqualTo(ID))
                    .hasMessageContainingAll(ID.toString(), "Nothing was written");
        }
        store().transactions().run(() -> {
            assertThatThrownBy(() -> store().append(others.get(0))).isInstanceOf(AppendIdReusedException.class);
            store().append(toAny(OTHER, deposited(5)));
        });
        assertThat(feed()).containsExactly(OPENED, deposited(1), deposited(5));
    }

    @Test
    void of_many_who_repeat_an_append_at_the_same_time_one_writes_and_all_get_its_result() {
        int rounds = rounds(20);
        for (int round = 0; round < rounds; round++) {
            UUID id = UUID.randomUUID();
            Append append = (round % 2 == 0
                            ? toAny(STREAM, deposited(round + 1))
                            : Append.to(STREAM, Expected.exactly(round), List.of(deposited(round + 1))))
                    .id(id);
            Callable<Appended> alone = () -> store().append(append);
            Callable<Appended> inTransaction = () -> store().transactions().call(() -> store().append(append));
            List<Race.Finish<Appended>> finishes = Race.run(List.of(alone, inTransaction, alone, inTransaction));

            assertThat(finishes)
                    .as("round %d", round)
                    .allSatisfy(finish -> assertThat(finish.failure()).isNull());
            assertThat(finishes.stream().map(Race.Finish::value).distinct()).hasSize(1);
            assertThat(store().version(STREAM)).isEqualTo(round + 1L);
        }
    }

    @Test
    void an_append_repeated_in_its_own_transaction_is_written_once() {
        Append append = toAny(STREAM, OPENED).id(ID);
        store().transactions().run(() -> {
            Appended first = store().append(append);
            assertThat(store().append(append)).isEqualTo(first);
            assertThatThrownBy(() -> store().append(toAny(STREAM, deposited(1)).id(ID)))
                    .isInstanceOf(AppendIdReusedException.class);
        });
        assertThat(feed()).containsExactly(OPENED);
    }

    @Test
    void an_append_whose_transaction_was_rolled_back_is_not_known() {
        Append append = toAny(STREAM, OPENED).id(ID);
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    store().append(append);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store().append(append).version()).isEqualTo(1);
        assertThat(feed()).containsExactly(OPENED);
    }

    @Test
    void an_append_aside_tells_how_it_ended_and_is_refused_inside_a_transaction() {
        assertThat(store().appendAsync(toAny(STREAM, OPENED))
                        .toCompletableFuture()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join()
                        .version())
                .isEqualTo(1);
        assertThatThrownBy(() -> store().appendAsync(Append.to(STREAM, Expected.none(), List.of(OPENED)))
                        .toCompletableFuture()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .hasCauseInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> store().transactions().run(() -> store().appendAsync(toAny(STREAM, OPENED))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(feed()).containsExactly(OPENED);
    }

    @Test
    void appends_aside_of_one_thread_to_one_stream_are_stored_in_the_order_of_the_calls() {
        int appends = rounds(300);
        List<CompletableFuture<Appended>> results = new ArrayList<>();
        for (int i = 0; i < appends; i++) {
            results.add(aside(STREAM, i % 2 == 0 ? Expected.exactly(i) : Expected.any(), i + 1));
        }

        for (int i = 0; i < appends; i++) {
            assertThat(end(results.get(i)).failure()).as("append %d", i).isNull();
        }
        assertThat(events(store().read(STREAM)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, appends)
                        .mapToObj(StoreUnderTest::deposited)
                        .toList());
        assertThat(feed()).isEqualTo(events(store().read(STREAM)));
    }

    @Test
    void of_appends_aside_each_gets_its_own_verdict_and_a_conflict_harms_no_other() {
        int each = rounds(100);
        store().append(STREAM, 0, List.of(OPENED));
        List<CompletableFuture<Appended>> good = new ArrayList<>();
        List<CompletableFuture<Appended>> stale = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            good.add(aside(new StreamId("account", "good-" + i), Expected.none(), i + 1));
            stale.add(aside(STREAM, Expected.none(), i + 1));
        }

        assertThat(good)
                .allSatisfy(result -> assertThat(end(result).value())
                        .extracting(Appended::version)
                        .isEqualTo(1L));
        assertThat(stale)
                .allSatisfy(result -> assertThat(end(result).failure())
                        .isInstanceOfSatisfying(
                                ConflictException.class,
                                conflict -> assertThat(conflict.actual()).hasValue(1)));
        assertThat(store().version(STREAM)).isEqualTo(1);
        assertThat(feed()).hasSize(1 + each);
    }

    private CompletableFuture<Appended> aside(StreamId stream, Expected expected, int pounds) {
        return store().appendAsync(Append.to(stream, expected, List.of(deposited(pounds))))
                .toCompletableFuture();
    }

    static Race.Finish<Appended> end(CompletableFuture<Appended> result) {
        try {
            return new Race.Finish<>(result.get(120, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            return new Race.Finish<>(null, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("An append aside did not end.", e);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller who is not checked by a compiler may pass
    void an_append_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> toAny(STREAM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> toAny(STREAM, OPENED).and(STREAM, Expected.any(), List.of(OPENED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("account/42", "twice");
        assertThatThrownBy(() -> toAny(STREAM, OPENED).id(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Append.to(STREAM, null, List.of(OPENED))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Expected.exactly(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(feed()).isEmpty();
    }
}
