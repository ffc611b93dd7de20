package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutboxRelayTest {
    private final Context context;

    OutboxRelayTest(TestDatabase kind) {
        context = Context.on(kind);
    }

    @Test
    void delivers_what_was_committed_and_then_deletes_it() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        try (InMemoryBroker broker = InMemoryBroker.withThreads(2);
                OutboxRelay relay = OutboxRelay.with(context.database, broker, Context.FAST)) {
            broker.subscribe("reader", message -> true, message -> seen.add(Context.note(message)));
            relay.start();
            for (int i = 0; i < 50; i++) {
                context.publish("k" + i % 5, "n" + i);
            }

            assertThat(relay.awaitDrained(Duration.ofSeconds(20))).isTrue();
            assertThat(seen).hasSize(50);
        }
    }
}
