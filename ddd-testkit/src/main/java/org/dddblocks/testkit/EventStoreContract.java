package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountId;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventStore} promises: order, one winner, all or nothing, and a feed without gaps in a stream.
 *
 * <p>Extend it, return an empty store, run. A store on JDBC extends {@link JdbcEventStoreContract}.
 */
public abstract class EventStoreContract extends PlacePromises {
    private static final int ROUNDS = 50;
    private static final long POLL_NANOS = 1_000_000;

    /** For subclasses. */
    protected EventStoreContract() {}

    @Test
    void a_stream_nobody_wrote_to_is_empty_and_has_version_0() {
        assertThat(store().read(STREAM)).isEmpty();
        assertThat(store().version(STREAM)).isZero();
        assertThat(store().readFeed(0, 10).entries()).isEmpty();
    }

    @Test
    void what_was_appended_is_read_back_in_order() {
        Appended first = store().append(STREAM, 0, List.of(OPENED, deposited(1)));
        Appended second = store().append(STREAM, 2, List.of(deposited(2)));

        assertThat(first.version()).isEqualTo(2);
        assertThat(second.version()).isEqualTo(3);
        assertThat(store().version(STREAM)).isEqualTo(3);
        assertThat(events(store().read(STREAM))).containsExactly(OPENED, deposited(1), deposited(2));
        assertThat(store().read(STREAM)).extracting(EventEnvelope::version).containsExactly(1L, 2L, 3L);
        assertThat(store().read(STREAM))
                .isEqualTo(Stream.concat(first.events().stream(), second.events().stream())
                        .toList());
    }

    @Test
    void an_envelope_tells_why_and_when() {
        EventMetadata why = new EventMetadata("process", "command", "ann", "shop", "00-abc-def-01");
        CurrentMetadata.runWith(why, () -> store().append(STREAM, 0, List.of(OPENED)));

        EventEnvelope<DomainEvent> stored = store().read(STREAM).get(0);
        assertThat(stored.metadata()).isEqualTo(why);
        assertThat(stored.stream()).isEqualTo(STREAM);
        assertThat(stored.eventId().version()).isEqualTo(7);
        assertThat(stored.schemaVersion()).isPositive();
        assertThat(stored.occurredAt()).isNotNull();
    }

    @Test
    void reading_after_a_version_returns_the_rest() {
        store().append(STREAM, 0, List.of(OPENED, deposited(1), deposited(2)));

        assertThat(events(store().read(STREAM, 1))).containsExactly(deposited(1), deposited(2));
        assertThat(store().read(STREAM, 3)).isEmpty();
        assertThat(store().read(STREAM, 99)).isEmpty();
    }

    @Test
    void refuses_a_writer_who_decided_on_an_old_version_and_says_what_to_do() {
        store().append(STREAM, 0, List.of(OPENED));

        assertThatThrownBy(() -> store().append(STREAM, 0, List.of(deposited(1))))
                .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                    assertThat(conflict.aggregate()).isEqualTo("account/42");
                    assertThat(conflict.expected()).isZero();
                    assertThat(conflict.actual()).isEqualTo(OptionalLong.of(1));
                    assertThat(conflict.transactionUsable()).isTrue();
                })
                .hasMessageContainingAll("account/42", "version 1", "load it again");
        assertThat(events(store().read(STREAM))).containsExactly(OPENED);
        assertThat(feed()).containsExactly(OPENED);
    }

    @Test
    void refuses_a_writer_who_decided_on_a_version_that_does_not_exist_yet() {
        assertThatThrownBy(() -> store().append(STREAM, 1, List.of(deposited(1))))
                .isInstanceOf(ConflictException.class);
        store().append(STREAM, 0, List.of(OPENED));
        assertThatThrownBy(() -> store().append(STREAM, 2, List.of(deposited(1))))
                .isInstanceOf(ConflictException.class);

        assertThat(events(store().read(STREAM))).containsExactly(OPENED);
    }

    @Test
    void wrong_arguments_are_refused_before_anything_is_written() {
        assertThatThrownBy(() -> store().append(STREAM, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("account/42", "event");
        assertThatThrownBy(() -> store().append(STREAM, -1, List.of(OPENED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> store().append(STREAM, 0, Arrays.asList(OPENED, null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().read(STREAM, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().readFeed(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().readFeed(0, 0)).isInstanceOf(IllegalArgumentException.class);

        assertThat(store().version(STREAM)).isZero();
        assertThat(feed()).isEmpty();
    }

    @Test
    void ids_are_compared_byte_by_byte() {
        List<String> ids =
                List.of("Order-1", "order-1", "order-1 ", "örder-1", "a", "A", " a", "ä", "a\u0308", "ß", "ss", "😀");
        for (String id : ids) {
            store().append(new StreamId("account", id), 0, List.of(new AccountOpened(new AccountId(id))));
        }
        for (String id : ids) {
            assertThat(events(store().read(new StreamId("account", id))))
                    .containsExactly(new AccountOpened(new AccountId(id)));
        }
        assertThat(store().read(new StreamId("Account", "a"))).isEmpty();
    }

    @Test
    void the_feed_shows_all_streams_in_the_order_of_their_commits() {
        store().append(STREAM, 0, List.of(OPENED));
        store().append(OTHER, 0, List.of(deposited(1), deposited(2)));
        store().append(STREAM, 1, List.of(deposited(3)));

        List<FeedEntry> all = store().readFeed(0, 10).entries();
        assertThat(feed()).containsExactly(OPENED, deposited(1), deposited(2), deposited(3));
        assertThat(all).extracting(FeedEntry::position).isSorted().doesNotHaveDuplicates();
        assertThat(store().readFeed(all.get(1).position(), 1).entries()).containsExactly(all.get(2));
        assertThat(store().readFeed(all.get(3).position(), 10).entries()).isEmpty();
    }

    @Test
    void events_of_one_transaction_are_stored_together() {
        store().transactions().run(() -> {
            store().append(STREAM, 0, List.of(OPENED));
            store().append(OTHER, 0, List.of(deposited(1)));
            store().append(STREAM, 1, List.of(deposited(2)));
        });

        assertThat(store().version(STREAM)).isEqualTo(2);
        assertThat(store().version(OTHER)).isEqualTo(1);
        assertThat(feed()).containsExactlyInAnyOrder(OPENED, deposited(1), deposited(2));
    }

    @Test
    void a_transaction_sees_its_own_events_and_nobody_else_does_before_the_commit() throws Exception {
        store().transactions().run(() -> {
            store().append(STREAM, 0, List.of(OPENED));

            assertThat(events(store().read(STREAM))).containsExactly(OPENED);
            assertThat(store().version(STREAM)).isEqualTo(1);
            Race.Finish<Integer> stranger = Race.run(List.<Callable<Integer>>of(
                            () -> store().read(STREAM).size()
                                    + store().readFeed(0, 10).entries().size()))
                    .get(0);
            assertThat(stranger.value()).isZero();
        });
    }

    @Test
    void a_transaction_that_fails_leaves_no_event() {
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    store().append(STREAM, 0, List.of(OPENED));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store().version(STREAM)).isZero();
        assertThat(feed()).isEmpty();
        assertThat(store().append(STREAM, 0, List.of(OPENED)).version()).isEqualTo(1);
    }

    @Test
    void a_joined_transaction_that_fails_takes_all_of_it_back() {
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    store().append(STREAM, 0, List.of(OPENED));
                    try {
                        store().transactions().run(() -> {
                            store().append(OTHER, 0, List.of(deposited(1)));
                            throw new IllegalStateException("inner");
                        });
                    } catch (IllegalStateException swallowed) {
                        // The outer work goes on, and must not be able to store half of the inner one.
                    }
                }))
                .hasRootCauseMessage("inner");

        assertThat(feed()).isEmpty();
    }

    @Test
    void after_a_conflict_the_transaction_goes_on() {
        store().append(STREAM, 0, List.of(OPENED));

        store().transactions().run(() -> {
            assertThatThrownBy(() -> store().append(STREAM, 0, List.of(deposited(1))))
                    .isInstanceOf(ConflictException.class);
            store().append(STREAM, 1, List.of(deposited(2)));
            store().append(OTHER, 0, List.of(deposited(3)));
        });

        assertThat(feed()).containsExactly(OPENED, deposited(2), deposited(3));
    }

    @Test
    void of_two_writers_who_decided_on_the_same_version_exactly_one_wins() {
        int rounds = rounds(ROUNDS);
        for (int round = 0; round < rounds; round++) {
            int version = round;
            List<Race.Finish<Appended>> finishes = Race.run(List.of(
                    () -> store().append(STREAM, version, List.of(deposited(1))),
                    () -> store().append(STREAM, version, List.of(deposited(2)))));

            assertThat(finishes)
                    .as("round %d", round)
                    .filteredOn(Race.Finish::won)
                    .hasSize(1);
            assertThat(finishes)
                    .filteredOn(finish -> !finish.won())
                    .extracting(Race.Finish::failure)
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(ConflictException.class));
            assertThat(store().version(STREAM)).isEqualTo(version + 1L);
        }
        assertThat(feed()).hasSize(rounds);
    }

    @Test
    void the_feed_of_many_writers_loses_repeats_and_inverts_nothing() {
        int writers = 4;
        int appends = 15;
        AtomicInteger writing = new AtomicInteger(writers);
        List<Callable<Integer>> racers = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            StreamId own = new StreamId("account", "writer-" + writer);
            racers.add(() -> {
                try {
                    for (int i = 0; i < appends; i++) {
                        store().append(own, 2L * i, List.of(deposited(1), deposited(2)));
                    }
                } finally {
                    writing.decrementAndGet();
                }
                return appends;
            });
        }
        racers.add(() -> assertFeedIsInOrder(writers * appends * 2, writing));

        assertThat(Race.run(racers))
                .allSatisfy(finish -> assertThat(finish.failure()).isNull());
    }

    /** Reads along while others write, and to the end of the feed when they have written. */
    private int assertFeedIsInOrder(int expected, AtomicInteger writing) {
        Map<StreamId, Long> seen = new HashMap<>();
        long position = 0;
        int count = 0;
        boolean end = false;
        while (!end) {
            boolean written = writing.get() == 0;
            List<FeedEntry> page = store().readFeed(position, 7).entries();
            for (FeedEntry entry : page) {
                EventEnvelope<DomainEvent> envelope = entry.envelope();
                assertThat(entry.position()).isGreaterThan(position);
                assertThat(envelope.version()).isEqualTo(seen.getOrDefault(envelope.stream(), 0L) + 1);
                seen.put(envelope.stream(), envelope.version());
                position = entry.position();
                count++;
            }
            end = written && page.isEmpty();
            LockSupport.parkNanos(POLL_NANOS);
        }
        assertThat(count).isEqualTo(expected);
        return count;
    }
}
