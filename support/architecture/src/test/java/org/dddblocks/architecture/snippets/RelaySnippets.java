package org.dddblocks.architecture.snippets;

import java.time.Duration;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxMetrics;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.outbox.RelayHealth;
import org.dddblocks.persistence.Database;

/** For the page on several nodes, and for the metrics of a relay. */
final class RelaySnippets {
    private RelaySnippets() {}

    interface Timer {
        void record(Duration took);
    }

    static void probe(OutboxRelay relay) {
        RelayHealth health = relay.health();
        if (!health.healthy()) {
            System.err.println("The relay needs a look: " + health);
        }
    }

    static void measure(Database database, Broker broker, Timer latency) {
        OutboxMetrics metrics = new OutboxMetrics() {
            @Override
            public void accepted(Message message, Duration took) {
                latency.record(took);
            }
        };
        OutboxRelay relay =
                OutboxRelay.with(database, broker, OutboxConfig.builder().build(), metrics);
        relay.start();
    }
}
