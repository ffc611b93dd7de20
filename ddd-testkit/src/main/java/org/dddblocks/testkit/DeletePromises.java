package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.eventstore.StreamDeletedException;
import org.junit.jupiter.api.Test;

/** What every event store promises of a stream that is deleted. */
abstract class DeletePromises extends AppendPromises {
    @Test
    void a_deleted_stream_is_gone_and_its_id_stays_reserved() {
        store().append(STREAM, 0, List.of(OPENED, deposited(1)));
        store().append(OTHER, 0, List.of(deposited(2)));

        assertThat(store().delete(STREAM)).isTrue();

        for (Expected expected : List.of(Expected.none(), Expected.any(), Expected.exactly(2))) {
            assertThatThrownBy(() -> store().append(Append.to(STREAM, expected, List.of(OPENED))))
                    .isInstanceOfSatisfying(
                            StreamDeletedException.class,
                            gone -> assertThat(gone.stream()).isEqualTo(STREAM))
                    .hasMessageContainingAll("account/42", "was deleted", "stays reserved");
        }
        assertThatThrownBy(() -> store().read(STREAM)).isInstanceOf(StreamDeletedException.class);
        assertThatThrownBy(() -> store().read(STREAM, 1)).isInstanceOf(StreamDeletedException.class);
        assertThatThrownBy(() -> store().version(STREAM)).isInstanceOf(StreamDeletedException.class);
        assertThat(store().delete(STREAM)).isFalse();
        assertThat(feed()).containsExactly(deposited(2));
    }

    @Test
    void the_places_of_a_deleted_stream_in_the_feed_are_not_given_to_others() {
        store().append(STREAM, 0, List.of(OPENED, deposited(1)));
        long last = store().readFeed(0, 10).position();
        store().delete(STREAM);

        store().append(OTHER, 0, List.of(deposited(2)));

        assertThat(store().readFeed(last, 10).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.position()).isGreaterThan(last));
    }

    @Test
    void a_stream_nobody_wrote_to_cannot_be_deleted_and_stays_free() {
        assertThat(store().delete(STREAM)).isFalse();
        assertThat(store().append(STREAM, 0, List.of(OPENED)).version()).isEqualTo(1);
    }

    @Test
    void a_deletion_that_is_rolled_back_leaves_the_stream() {
        store().append(STREAM, 0, List.of(OPENED));
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    assertThat(store().delete(STREAM)).isTrue();
                    assertThatThrownBy(() -> store().read(STREAM)).isInstanceOf(StreamDeletedException.class);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store().read(STREAM)).extracting(EventEnvelope::event).containsExactly((DomainEvent) OPENED);
        assertThat(store().append(STREAM, 1, List.of(deposited(1))).version()).isEqualTo(2);
    }

    @Test
    void a_stream_deleted_in_the_transaction_that_began_it_leaves_no_event() {
        store().transactions().run(() -> {
            store().append(STREAM, 0, List.of(OPENED));
            store().append(OTHER, 0, List.of(deposited(1)));
            assertThat(store().delete(STREAM)).isTrue();
            assertThatThrownBy(() -> store().append(STREAM, 1, List.of(deposited(2))))
                    .isInstanceOf(StreamDeletedException.class);
        });
        assertThat(feed()).containsExactly(deposited(1));
    }

    @Test
    void a_deleted_stream_serves_no_append_id() {
        Append append = Append.to(STREAM, Expected.any(), List.of(OPENED))
                .and(OTHER, Expected.any(), List.of(deposited(1)))
                .id(UUID.randomUUID());
        store().append(append);
        store().delete(STREAM);

        assertThatThrownBy(() -> store().append(append)).isInstanceOf(StreamDeletedException.class);
        assertThat(feed()).containsExactly(deposited(1));
    }
}
