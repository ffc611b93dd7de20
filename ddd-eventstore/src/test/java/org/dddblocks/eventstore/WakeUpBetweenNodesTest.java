package org.dddblocks.eventstore;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.dddblocks.persistence.PostgresWakeUps;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL: one appends, the other projects and is woken by the database. */
class WakeUpBetweenNodesTest {
    private static final Duration POLL = ofSeconds(120);
    private static final String NAME = "units-by-order";

    @Test
    void a_killed_listen_connection_costs_a_poll_at_most_and_is_replaced() throws SQLException, InterruptedException {
        String url = TestDatabase.POSTGRESQL.freshUrl();
        try (Shop writer = Shop.at(url);
                Shop reader = Shop.at(url);
                HikariDataSource own = TestDatabase.pool(url);
                PostgresWakeUps from = PostgresWakeUps.start(writer.database, own);
                PostgresWakeUps to = PostgresWakeUps.start(reader.database, own)) {
            assertThat(from).isNotSameAs(to);
            reader.database.install(ProjectionEngine.schema());
            Projections projections = Projections.on(reader.database, reader.store);
            Projections seenFromTheOther = Projections.on(writer.database, writer.store);
            try (ProjectionEngine engine = ProjectionEngine.with(
                            projections,
                            ProjectionConfig.builder().pollEvery(POLL).build())
                    .add(UnitsByOrder.in(reader))) {
                engine.start();
                Awaitility.await().atMost(POLL).until(() -> listening(writer) == 2);
                writer.store.append(order("1"), 0, List.of(placed("1")));
                seenFromTheOther.awaitApplied(NAME, order("1"), 1, POLL.dividedBy(2)); // woken, not polled

                writer.transactions.run(() -> Jdbc.query(
                        writer.transactions.connection(),
                        row -> true,
                        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen ddd%'"));
                writer.store.append(order("1"), 1, List.of(units(1)));
                seenFromTheOther.awaitApplied(NAME, order("1"), 2, POLL.plus(ofSeconds(10)));

                Awaitility.await().pollInterval(ofMillis(50)).atMost(POLL).until(() -> listening(writer) == 2);
                writer.store.append(order("1"), 2, List.of(units(1)));
                seenFromTheOther.awaitApplied(NAME, order("1"), 3, POLL.dividedBy(2));
            }
        }
    }

    private static int listening(Shop shop) {
        return shop.transactions.call(() -> Jdbc.query(
                        shop.transactions.connection(),
                        row -> row.getInt(1),
                        "select count(*) from pg_stat_activity where query like 'listen ddd%'")
                .get(0));
    }
}
