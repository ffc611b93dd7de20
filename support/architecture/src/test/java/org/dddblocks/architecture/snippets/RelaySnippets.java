package org.dddblocks.architecture.snippets;

import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.outbox.RelayHealth;

/** For the page on several nodes. */
final class RelaySnippets {
    private RelaySnippets() {}

    static void probe(OutboxRelay relay) {
        RelayHealth health = relay.health();
        if (!health.healthy()) {
            System.err.println("The relay needs a look: " + health);
        }
    }
}
