package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.spi.Envelopes;
import org.junit.jupiter.api.Test;

class CurrentMetadataTest {
    private static final EventMetadata ANN = EventMetadata.NONE.withActor("ann");

    @Test
    void metadata_nests_and_the_outer_one_comes_back_also_after_a_failure() {
        assertThat(CurrentMetadata.get()).isEqualTo(EventMetadata.NONE);
        CurrentMetadata.runWith(ANN, () -> {
            assertThatThrownBy(() -> CurrentMetadata.runWith(ANN.withTenant("t"), () -> {
                        assertThat(CurrentMetadata.get().tenant()).isEqualTo("t");
                        throw new IllegalStateException("x");
                    }))
                    .hasMessage("x");
            assertThat(CurrentMetadata.get()).isEqualTo(ANN);
        });
        assertThat(CurrentMetadata.get()).isEqualTo(EventMetadata.NONE);
    }

    @Test
    void envelopes_carry_versions_names_both_clocks_and_the_metadata_of_the_thread() {
        Instant business = Instant.parse("2010-12-01T08:26:00.123456789Z");
        Database database = Database.over(TestDatabase.H2.fresh()).clock(Clock.fixed(business, ZoneOffset.UTC));
        Envelopes envelopes = new Envelopes(database, TypeNames.annotated());
        var events = List.of(new StockEvent.UnitsAdded(Stocks.A4, 1), new StockEvent.UnitsAdded(Stocks.A4, 2));

        List<EventEnvelope<StockEvent.UnitsAdded>> wrapped =
                CurrentMetadata.callWith(ANN, () -> envelopes.wrap(new StreamId("stock", "A4"), 7, events));

        assertThat(wrapped).extracting(EventEnvelope::version).containsExactly(8L, 9L);
        assertThat(wrapped).extracting(EventEnvelope::event).isEqualTo(events);
        assertThat(wrapped).extracting(EventEnvelope::eventId).doesNotHaveDuplicates();
        assertThat(wrapped.get(0).metadata()).isEqualTo(ANN);
        assertThat(wrapped.get(0).typeName()).isEqualTo("inventory.UnitsAdded");
        assertThat(wrapped.get(0).occurredAt()).isEqualTo(Instant.parse("2010-12-01T08:26:00.123456Z"));
        assertThat(wrapped.get(0).recordedAt()).isAfter(business.plusSeconds(1));
    }
}
