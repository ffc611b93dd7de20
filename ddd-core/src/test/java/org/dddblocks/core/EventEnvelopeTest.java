package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.example.Order;
import org.dddblocks.core.example.OrderEvent.OrderPaid;
import org.dddblocks.core.example.OrderId;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {
    private static final UUID EVENT = EventIds.next();
    private static final StreamId STREAM = StreamId.of(Order.TYPE, new OrderId("1"));
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");
    private static final OrderPaid PAID = new OrderPaid(new OrderId("1"));

    private static EventEnvelope<OrderPaid> envelope(UUID id, long version, String name, int schema, Instant time) {
        return new EventEnvelope<>(id, STREAM, version, name, schema, time, NOW, EventMetadata.NONE, PAID);
    }

    @Test
    void times_are_cut_to_the_microsecond_that_databases_keep() {
        EventEnvelope<OrderPaid> envelope = envelope(EVENT, 1, "paid", 1, NOW);

        assertThat(envelope.occurredAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
        assertThat(envelope.recordedAt()).isEqualTo(envelope.occurredAt());
    }

    @Test
    void a_wrong_argument_is_refused_with_what_was_given_and_what_is_allowed() {
        assertThatThrownBy(() -> envelope(EVENT, 0, "paid", 1, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The version of an event in order/1 is 0; it must be 1 or more.");
        assertThatThrownBy(() -> envelope(EVENT, 1, "paid", 0, NOW))
                .hasMessage("The schema version of paid is 0; it must be 1 or more.");
        assertThatThrownBy(() -> envelope(EVENT, 1, " ", 1, NOW)).hasMessageContaining("The type name of an event");
        assertThatThrownBy(() -> envelope(null, 1, "paid", 1, NOW)).hasMessageContaining("The id of an event is null");
        assertThatThrownBy(() -> envelope(EVENT, 1, "paid", 1, null))
                .hasMessageContaining("The time of occurrence of an event in order/1 is null");
    }

    @Test
    void a_stream_is_named_by_type_and_id() {
        assertThat(STREAM).hasToString("order/1").isEqualTo(new StreamId("order", "1"));
        for (String id : List.of("", " ", "a\u0000b", "a\nb", "\uD800", "x".repeat(256))) {
            assertThatThrownBy(() -> new StreamId("order", id))
                    .as("id <%s>", id)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("The id of a stream of order is", "1 to 255 characters");
        }
        assertThatThrownBy(() -> new StreamId("or/der", "1")).hasMessageContaining("The type of a stream");
        assertThatThrownBy(() -> new StreamId("order", null)).hasMessageContaining("is null");
        assertThat(new StreamId("order", "Ünïcödé 😀 a/b").id()).isEqualTo("Ünïcödé 😀 a/b");
    }

    @Test
    void metadata_is_unknown_or_a_text_that_every_database_keeps() {
        EventMetadata metadata = EventMetadata.NONE
                .withCorrelationId("c")
                .withCausationId("m")
                .withActor("a")
                .withTenant("t")
                .withTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(metadata)
                .isEqualTo(new EventMetadata(
                        "c", "m", "a", "t", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        assertThatThrownBy(() -> EventMetadata.NONE.withActor(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The actor is \" \"");
        assertThatThrownBy(() -> EventMetadata.NONE.withTenant("x".repeat(256))).hasMessageContaining("The tenant is");
    }
}
