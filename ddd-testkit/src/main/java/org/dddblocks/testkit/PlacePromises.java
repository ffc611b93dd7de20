package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.persistence.FeedEntry;
import org.junit.jupiter.api.Test;

/** What every event store tells of places in its feed, to those who report or wait. */
abstract class PlacePromises extends DeletePromises {
    @Test
    void the_newest_position_is_that_of_the_last_committed_event() throws Exception {
        assertThat(store().newestPosition()).hasValue(0);
        store().append(STREAM, 0, List.of(OPENED, deposited(1)));
        long second = store().readFeed(0, 10).position();
        assertThat(store().newestPosition()).hasValue(second);

        store().transactions().run(() -> {
            store().append(OTHER, 0, List.of(deposited(2)));
            assertThat(asked(EventStore::newestPosition)).hasValue(second);
        });
        assertThat(store().newestPosition().orElseThrow())
                .isEqualTo(store().readFeed(0, 10).position())
                .isGreaterThan(second);
    }

    @Test
    void the_place_of_a_committed_event_is_known_by_its_stream_and_version() throws Exception {
        store().append(OTHER, 0, List.of(deposited(1)));
        store().append(STREAM, 0, List.of(OPENED, deposited(2)));
        for (FeedEntry entry : store().readFeed(0, 10).entries()) {
            assertThat(store().positionOf(
                                    entry.envelope().stream(), entry.envelope().version()))
                    .hasValue(entry.position());
        }
        assertThat(store().positionOf(STREAM, 3)).isEmpty();
        assertThat(store().positionOf(STREAM, 0)).isEmpty();

        store().transactions().run(() -> {
            store().append(STREAM, 2, List.of(deposited(3)));
            assertThat(asked(store -> store.positionOf(STREAM, 3))).isEmpty();
        });
        assertThat(store().positionOf(STREAM, 3)).isEqualTo(store().newestPosition());
        store().delete(STREAM);
        assertThat(store().positionOf(STREAM, 1)).isEmpty();
    }

    /** By somebody who is in no transaction. */
    private OptionalLong asked(Function<EventStore, OptionalLong> question) {
        List<Callable<OptionalLong>> asker = List.of(() -> question.apply(store()));
        return Objects.requireNonNull(Race.run(asker).get(0).value());
    }
}
