package org.dddblocks.eventstore;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.dddblocks.eventstore.OrderEvent.OrderPlaced;
import org.dddblocks.persistence.FeedEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool of one connection is enough for everything at once: nobody waits for a second one while he has the first. */
abstract class OneConnectionContract {
    private static final Duration SOON = ofSeconds(25); // the pool gives up after 30

    private final Shop shop;

    OneConnectionContract(TestDatabase database) {
        shop = Shop.withOneConnection(database.freshUrl());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void with_one_connection_two_engines_writers_and_those_who_wait_all_get_on_also_when_a_handler_appends()
            throws SQLException, InterruptedException {
        shop.database.install(ProjectionEngine.schema());
        UnitsByOrder model = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                if (entry.envelope().event() instanceof OrderPlaced) {
                    shop.store.append(entry.envelope().stream(), 1, List.of(units(5)));
                }
            }
        };
        UnitsByOrder.in(shop);
        Projections projections = Projections.on(shop.database, shop.store);
        ProjectionConfig config = ProjectionConfig.builder()
                .lease(ofSeconds(1))
                .pollEvery(ofMillis(20))
                .build();
        try (ProjectionEngine one = ProjectionEngine.with(projections, config).add(model);
                ProjectionEngine two =
                        ProjectionEngine.with(projections, config).add(model)) {
            one.start();
            two.start();
            for (int i = 0; i < 20; i++) {
                shop.store.append(order("o" + i), 0, List.of(placed("o" + i)));
            }
            for (int i = 0; i < 20; i++) {
                projections.awaitApplied("units-by-order", order("o" + i), 2, SOON);
            }
        }
        assertThat(model.rows()).hasSize(20).containsEntry("o7", "5 in 2");
        projections.rebuild(new UnitsByOrder(shop));
        assertThat(model.rows()).hasSize(20).containsEntry("o7", "5 in 2");
    }
}
