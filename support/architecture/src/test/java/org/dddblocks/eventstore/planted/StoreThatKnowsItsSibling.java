package org.dddblocks.eventstore.planted;

import org.dddblocks.outbox.MessageKey;

public final class StoreThatKnowsItsSibling {
    public String text(MessageKey key) {
        return key.toString();
    }
}
