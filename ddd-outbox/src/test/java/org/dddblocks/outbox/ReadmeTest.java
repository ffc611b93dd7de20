package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path SOURCE = Path.of("src/test/java/org/dddblocks/outbox/ReadmeTest.java");

    private final List<String> reserved = new CopyOnWriteArrayList<>();

    @Test
    void the_snippet_of_the_readme_does_what_it_says() throws Exception {
        snippet(
                Database.over(TestDatabase.H2.fresh()),
                JacksonCodec.builder()
                        .type(ReserveStock.class, "inventory.ReserveStock")
                        .build());

        assertThat(reserved).containsExactly("84029G");
    }

    @Test
    void the_readme_shows_the_code_that_is_tested_here() throws IOException {
        List<String> source = Files.readAllLines(SOURCE);
        int from = source.indexOf("        // snippet");
        List<String> snippet = source.subList(from + 1, source.lastIndexOf("        // end"));
        String code =
                snippet.stream().map(line -> line.replaceFirst(" {8}", "")).collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + code + "\n```");
    }

    private void snippet(Database database, PayloadCodec codec) throws InterruptedException {
        // snippet
        database.install(JdbcOutbox.schema(), Inbox.schema());
        Outbox outbox = JdbcOutbox.on(database, codec, "ordering");
        MessageDispatcher dispatcher = MessageDispatcher.with(Inbox.on(database, "inventory"), codec)
                .on(ReserveStock.class, (command, message) -> reserved.add(command.sku()))
                .build();
        InMemoryBroker broker = InMemoryBroker.withThreads(4);
        broker.subscribe("inventory", dispatcher.filter(), dispatcher);
        try (broker;
                OutboxRelay relay = OutboxRelay.with(
                        database, broker, OutboxConfig.builder().build())) {
            relay.start();
            database.transactions()
                    .run(() -> outbox.publish(new MessageKey("fulfilment", "536365"), new ReserveStock("84029G", 6)));
            relay.awaitDrained(Duration.ofSeconds(30));
        }
        // end
    }

    record ReserveStock(String sku, int units) {}
}
