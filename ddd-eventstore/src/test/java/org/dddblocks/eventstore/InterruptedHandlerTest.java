package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.spi.Leases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 closes its file when a thread works with it whose interrupt flag is set. */
class InterruptedHandlerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void a_handler_that_leaves_its_thread_interrupted_closes_no_file() throws Exception {
        try (Shop shop = at("file:")) {
            runs(shop, () -> Thread.currentThread().interrupt());
        }
    }

    @Test
    void a_handler_that_throws_an_interrupt_once_closes_no_file() throws Exception {
        AtomicBoolean thrown = new AtomicBoolean();
        try (Shop shop = at("file:")) {
            runs(shop, () -> {
                if (!thrown.getAndSet(true)) {
                    throw new InterruptedException("asked to stop");
                }
            });
        }
    }

    @Test
    void an_interrupted_thread_may_append_to_a_file_that_was_opened_as_async() {
        try (Shop shop = at("async:")) {
            Thread.currentThread().interrupt();
            shop.store.append(order("1"), 0, List.of(placed("1")));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(shop.feed()).hasSize(1);
        }
    }

    private Shop at(String files) {
        return Shop.at("jdbc:h2:" + files + folder.resolve("shop").toAbsolutePath() + ";WRITE_DELAY=0");
    }

    private interface Disturbance {
        void happen() throws Exception;
    }

    private void runs(Shop shop, Disturbance disturbance) throws Exception {
        shop.database.install(Leases.schema());
        UnitsByOrder.in(shop);
        UnitsByOrder disturbed = new UnitsByOrder(shop) {
            @Override
            public void on(FeedEntry entry, Connection connection) throws Exception {
                super.on(entry, connection);
                disturbance.happen();
            }
        };
        shop.store.append(order("1"), 0, List.of(placed("1"), units(1)));
        Projections projections = Projections.on(shop.database, shop.store);
        ProjectionConfig config = ProjectionConfig.builder()
                .retryAfter(Duration.ofMillis(5))
                .pollEvery(Duration.ofMillis(20))
                .build();
        try (ProjectionEngine engine =
                ProjectionEngine.with(projections, config).add(disturbed)) {
            engine.start();
            projections.awaitPosition(disturbed.name(), 2, SOON);
            shop.store.append(order("2"), 0, List.of(placed("2"), units(2)));
            projections.awaitPosition(disturbed.name(), 4, SOON);
        }
        assertThat(shop.feed()).hasSize(4);
    }
}
