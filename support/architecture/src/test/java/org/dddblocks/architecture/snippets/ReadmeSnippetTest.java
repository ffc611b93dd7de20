package org.dddblocks.architecture.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Repository;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What the README shows does what the README says. */
class ReadmeSnippetTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final DataSource dataSource = emptyDatabase();

    @Test
    void an_order_is_stored_with_its_message_and_the_message_arrives() throws Exception {
        run(new OrderId("536365"), List.of(new OrderLine("85123A", 6)));

        assertThat(heard).containsExactly("{\"order\":\"536365\"}");
        assertThat(storedVersion("536365")).isEqualTo(1);
    }

    @Test
    void an_order_without_lines_is_refused_and_leaves_no_message() {
        assertThatThrownBy(() -> run(new OrderId("536366"), List.of()))
                .isInstanceOf(DomainRejection.class)
                .hasMessage("Order 536366 has no lines.");

        assertThat(heard).isEmpty();
        assertThat(storedVersion("536366")).isZero();
    }

    private void run(OrderId id, List<OrderLine> lines) throws InterruptedException {
        try (InMemoryBroker broker = InMemoryBroker.withThreads(1)) {
            broker.subscribe("newsroom", message -> true, message -> heard.add(message.payload()));
            example(dataSource, broker, id, lines);
        }
    }

    private static void example(DataSource dataSource, Broker broker, OrderId id, List<OrderLine> lines)
            throws InterruptedException {
        Database database = Database.over(dataSource).schema("ordering"); // H2 or PostgreSQL
        database.install(JdbcEventStore.schema(), JdbcOutbox.schema());
        PayloadCodec codec = JacksonCodec.builder()
                .family(OrderEvent.class)
                .type(OrderWasPlaced.class)
                .build();

        Outbox outbox = JdbcOutbox.on(database, codec, "ordering");
        Repository<Order, OrderId> orders = JdbcEventStore.on(database, codec)
                .repository(Order.TYPE)
                .recordedEvents(outbox.translating(new OrderMessages()))
                .build();

        try (OutboxRelay relay =
                OutboxRelay.with(database, broker, OutboxConfig.builder().build())) {
            relay.start();
            database.transactions().run(() -> orders.add(Order.place(id, lines))); // state, event, message: one commit
            relay.awaitDrained(Duration.ofSeconds(30));
        }
    }

    private long storedVersion(String order) {
        PayloadCodec codec = JacksonCodec.builder().family(OrderEvent.class).build();
        return JdbcEventStore.on(Database.over(dataSource).schema("ordering"), codec)
                .version(new StreamId("order", order));
    }

    private static DataSource emptyDatabase() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return dataSource;
    }
}
