package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.testservers.MariaDbServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two event stores in one database, with a prefix or a schema of their own: they know nothing of each other. */
abstract class TwoStoresContract {
    private static final PayloadCodec CODEC =
            JacksonCodec.builder().family(OrderEvent.class).build();

    private final boolean mariaDb;
    private final HikariDataSource pool;

    TwoStoresContract(TestDatabase database) {
        mariaDb = database == TestDatabase.MARIADB;
        pool = TestDatabase.pool(database.freshUrl());
    }

    @AfterEach
    void close() {
        pool.close();
    }

    /** On MariaDB a schema is a database of the whole server. */
    private String schema() {
        String name = "own_" + UUID.randomUUID().toString().replace("-", "");
        if (mariaDb) {
            MariaDbServer.dropAtEnd(name);
        }
        return name;
    }

    @Test
    void stores_with_a_prefix_each_share_neither_events_nor_locks_nor_positions_nor_versions() throws Exception {
        knowNothingOfEachOther(
                Database.over(pool).prefix("one_"), Database.over(pool).prefix("other_"));
    }

    @Test
    void stores_with_a_schema_each_share_neither_events_nor_locks_nor_positions_nor_versions() throws Exception {
        knowNothingOfEachOther(
                Database.over(pool).schema(schema()), Database.over(pool).schema(schema()));
    }

    @Test
    void stores_whose_schemas_differ_by_the_prefix_only_are_apart_too() throws Exception {
        String schema = schema();
        knowNothingOfEachOther(
                Database.over(pool).schema(schema),
                Database.over(pool).schema(schema).prefix("other_"));
    }

    private static void knowNothingOfEachOther(Database one, Database other) throws Exception {
        one.install(JdbcEventStore.schema());
        assertThatThrownBy(() -> other.requireInstalled(JdbcEventStore.schema()))
                .isInstanceOf(PersistenceException.class);
        other.install(JdbcEventStore.schema());
        EventStore first = JdbcEventStore.on(one, CODEC);
        EventStore second = JdbcEventStore.on(other, CODEC);
        first.append(order("1"), 0, List.of(placed("1")));

        assertThat(second.version(order("1"))).isZero();
        one.transactions().run(() -> {
            first.append(order("1"), 1, List.of(units(1)));
            CompletableFuture.runAsync(() -> second.append(order("1"), 0, List.of(placed("other"))))
                    .get(120, TimeUnit.SECONDS); // the first one's transaction is still open
            assertThat(CompletableFuture.supplyAsync(() -> feed(second)).get(120, TimeUnit.SECONDS))
                    .containsExactly(placed("other"));
        });

        assertThat(feed(first)).containsExactly(placed("1"), units(1));
        assertThat(feed(second)).containsExactly(placed("other"));
        assertThat(second.version(order("1"))).isOne();
    }

    private static List<Object> feed(EventStore store) {
        return store.readFeed(0, 100).entries().stream()
                .map(FeedEntry::envelope)
                .<Object>map(envelope -> envelope.event())
                .toList();
    }
}
