package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.SQLException;
import java.util.List;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that this code cannot read are named, never skipped. */
abstract class UnreadableEventContract {
    private final Shop shop;

    /** The code before {@code OrderCancelled} was invented. */
    private final EventStore old;

    UnreadableEventContract(TestDatabase database) {
        shop = Shop.on(database);
        old = JdbcEventStore.on(
                shop.database,
                JacksonCodec.builder()
                        .type(OrderEvent.OrderPlaced.class)
                        .type(OrderEvent.UnitsAdded.class)
                        .build());
    }

    @BeforeEach
    void append() {
        shop.store.append(order("1"), 0, List.of(placed("1"), units(1)));
        shop.store.append(order("1"), 2, List.of(new OrderEvent.OrderCancelled("secret reason"), units(2)));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_stream_with_an_unknown_type_cannot_be_read_and_the_event_is_named() {
        assertThatThrownBy(() -> old.read(order("1")))
                .isInstanceOfSatisfying(UnreadableEventException.class, unreadable -> {
                    assertThat(unreadable.stream()).isEqualTo(order("1"));
                    assertThat(unreadable.version()).isEqualTo(3);
                    assertThat(unreadable.position()).hasValue(3);
                    assertThat(unreadable.typeName()).isEqualTo("ordering.OrderCancelled");
                    assertThat(unreadable.schemaVersion()).isEqualTo(1);
                })
                .hasMessageContainingAll(
                        "Event 3 of stream order/1", "position 3", "ordering.OrderCancelled", "skipped");
        assertThatThrownBy(() -> old.repository(Order.TYPE).build().find(new OrderId("1")))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void the_feed_ends_before_an_unknown_type_and_then_says_why() {
        assertThat(old.readFeed(0, 100).entries()).hasSize(2);
        assertThatThrownBy(() -> old.readFeed(2, 100))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("position 3");
        assertThat(old.readFeed(3, 100).entries()).hasSize(1);
    }

    @Test
    void a_projection_stands_before_an_unknown_type_until_the_code_knows_it() throws SQLException {
        UnitsByOrder model = UnitsByOrder.in(shop);
        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> Projections.on(shop.database, old).catchUp(model))
                    .isInstanceOf(UnreadableEventException.class);
            assertThat(model.rows()).containsEntry("1", "1 in 2");
        }
        Projections.on(shop.database, shop.store).catchUp(model);
        assertThat(model.rows()).containsEntry("1", "3 in 4");
    }

    @Test
    void a_damaged_payload_is_named_but_never_quoted() {
        shop.transactions.run(() -> Jdbc.update(
                shop.transactions.connection(),
                "update " + shop.database.table("event")
                        + " set payload = '{\"why\": \"secret rea' where version = 3"));
        assertThatThrownBy(() -> shop.store.read(order("1")))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("Event 3 of stream order/1")
                .satisfies(e -> {
                    for (Throwable t = e; t != null; t = t.getCause()) {
                        assertThat(t.getMessage()).doesNotContain("secret");
                    }
                });
    }
}
