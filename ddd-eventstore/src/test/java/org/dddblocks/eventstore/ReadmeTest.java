package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.Repository;
import org.junit.jupiter.api.Test;

/** The README's snippet is this method, and it works. */
class ReadmeTest {
    @Test
    void the_snippet_does_what_it_says() throws Exception {
        try (Shop shop = Shop.on(TestDatabase.H2)) {
            UnitsByOrder openLines = UnitsByOrder.in(shop);
            snippet(shop.dataSource, openLines);
            assertThat(openLines.rows()).containsEntry("42", "3 in 2");
        }
    }

    private static void snippet(DataSource dataSource, Projection openLines) {
        Database database = Database.over(dataSource).schema("ordering");
        database.install(JdbcEventStore.schema());
        EventStore store = JdbcEventStore.on(
                database, JacksonCodec.builder().family(OrderEvent.class).build());

        Repository<Order, OrderId> orders = store.repository(Order.TYPE).build();
        orders.add(Order.place(new OrderId("42"), "ann"));
        orders.update(new OrderId("42"), order -> order.add(3)); // on a conflict it decides again

        List<EventEnvelope<DomainEvent>> history = store.read(StreamId.of(Order.TYPE, new OrderId("42")));
        List<FeedEntry> feed = store.readFeed(0, 100).entries();
        Projections.on(database, store).catchUp(openLines);
        assertThat(feed).extracting(FeedEntry::envelope).isEqualTo(history);
    }

    @Test
    void the_readme_shows_lines_that_are_compiled_here() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String snippet = readme.substring(readme.indexOf("```java") + 7, readme.indexOf("```\n\nRun"));
        String source = Files.readString(Path.of("src/test/java/org/dddblocks/eventstore/ReadmeTest.java"));
        assertThat(squeezed(source)).contains(squeezed(snippet));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
