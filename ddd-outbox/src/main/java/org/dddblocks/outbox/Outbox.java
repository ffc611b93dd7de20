package org.dddblocks.outbox;

import java.util.List;
import org.dddblocks.persistence.RecordedEvents;

/** Keeps the messages of a transaction in that transaction; a relay sends them after its commit. */
public interface Outbox {
    /**
     * Publishes messages under a key that is no aggregate of ours, numbered by the key's counter.
     *
     * @param key what they are ordered by
     * @param payloads objects of registered types, at least one
     * @return the stored messages, in order
     * @throws IllegalStateException outside a transaction
     * @throws IllegalArgumentException for the key of an aggregate or an unregistered type
     */
    List<Message> publish(MessageKey key, Object... payloads);

    /**
     * Publishes the messages of a root's events, keyed and numbered by the root.
     *
     * @param translator from domain events to messages
     * @return the port to hand to a repository
     */
    RecordedEvents translating(MessageTranslator translator);
}
