package org.dddblocks.outbox;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.dddblocks.persistence.PayloadCodec;

/**
 * Decodes a message, guards it with an {@link Inbox} and calls the handler of its type.
 *
 * <p><b>Promise.</b> The effect of a handler happens once for each message, in one transaction with the mark. A message
 * that cannot be decoded, or whose type has no handler here, fails with its name instead of being dropped: it stays in the
 * outbox, its key waits, other keys go on.
 * <b>Types.</b> Subscribe with {@link #filter()} to get only messages that have a handler here.
 * <b>Threads.</b> Immutable; safe for many threads.
 *
 * <pre>{@code
 * MessageDispatcher dispatcher = MessageDispatcher.with(inbox, codec)
 *         .on(ReserveStock.class, (command, message) -> inventory.reserve(command))
 *         .on(ReleaseStock.class, (command, message) -> inventory.release(command))
 *         .build();
 * broker.subscribe("inventory", dispatcher.filter(), dispatcher);
 * }</pre>
 *
 * @see <a href="https://www.enterpriseintegrationpatterns.com/patterns/messaging/MessageDispatcher.html">Hohpe and Woolf,
 *     Message Dispatcher</a>
 */
public final class MessageDispatcher implements MessageHandler {
    private final Inbox inbox;
    private final PayloadCodec codec;
    private final Map<String, Registered<?>> handlers;

    private MessageDispatcher(Inbox inbox, PayloadCodec codec, Map<String, Registered<?>> handlers) {
        this.inbox = inbox;
        this.codec = codec;
        this.handlers = handlers;
    }

    /**
     * Begins a dispatcher without handlers.
     *
     * @param inbox guards every effect
     * @param codec reads every type that gets a handler
     * @return a builder
     */
    public static Builder with(Inbox inbox, PayloadCodec codec) {
        return new Builder(Objects.requireNonNull(inbox, "inbox"), Objects.requireNonNull(codec, "codec"));
    }

    /**
     * The types that have a handler here.
     *
     * @return their stable names
     */
    public Set<String> types() {
        return handlers.keySet();
    }

    /**
     * Wants the messages whose type has a handler here.
     *
     * @return a filter for {@link InMemoryBroker#subscribe}
     */
    public Predicate<Message> filter() {
        return message -> handlers.containsKey(message.type());
    }

    /**
     * Decodes the message and lets the handler of its type work, unless that was done before.
     *
     * @param message the message
     * @throws UnreadableMessageException if its type has no handler here or its payload cannot be decoded
     * @throws Exception what the handler threw
     */
    @Override
    public void handle(Message message) throws Exception {
        handle(message, inbox);
    }

    @Override
    public void handleFirst(Message message) throws Exception {
        handle(message, inbox.uncounted());
    }

    private void handle(Message message, Inbox guard) throws Exception {
        Registered<?> handler = handlers.get(message.type());
        if (handler == null) {
            throw new UnreadableMessageException(
                    message,
                    "no handler is registered for its type, only for " + handlers.keySet()
                            + ". Add .on(…) for it, or subscribe with the dispatcher's filter().");
        }
        Object payload = decode(message);
        guard.once(message, () -> handler.handle(payload, message));
    }

    private Object decode(Message message) {
        try {
            return codec.decode(message.type(), message.schemaVersion(), message.payload());
        } catch (RuntimeException broken) {
            throw new UnreadableMessageException(
                    message,
                    "its payload cannot be decoded (%s). Register this version of the type with the codec, or repair the row."
                            .formatted(broken.getMessage()),
                    broken);
        }
    }

    /**
     * What to do with the messages of one type.
     *
     * @param <T> the payload
     */
    @FunctionalInterface
    public interface Reaction<T> {
        /**
         * Handles one message, inside the inbox's transaction.
         *
         * @param payload the decoded payload
         * @param message its envelope
         * @throws Exception if it could not be handled now; it is delivered again
         */
        void handle(T payload, Message message) throws Exception;
    }

    /** Collects the handlers. */
    public static final class Builder {
        private final Inbox inbox;
        private final PayloadCodec codec;
        private final Map<String, Registered<?>> handlers = new TreeMap<>();

        private Builder(Inbox inbox, PayloadCodec codec) {
            this.inbox = inbox;
            this.codec = codec;
        }

        /**
         * Handles one type.
         *
         * @param type the payload's class, registered with the codec
         * @param reaction what to do
         * @param <T> the payload
         * @return this builder
         * @throws IllegalArgumentException if the codec does not know the type, or it has a handler already
         */
        public <T> Builder on(Class<T> type, Reaction<? super T> reaction) {
            Objects.requireNonNull(reaction, "reaction");
            String name = codec.typeName(type);
            Registered<?> before = handlers.put(name, new Registered<T>(type, reaction));
            Given.that(
                    before == null,
                    "The type of a handler",
                    name,
                    "a type that has no handler in this dispatcher yet",
                    "Join both reactions in one handler.");
            return this;
        }

        /**
         * Builds the dispatcher.
         *
         * @return it
         * @throws IllegalArgumentException if it has no handler
         */
        public MessageDispatcher build() {
            Given.that(
                    !handlers.isEmpty(), "The number of handlers", 0, "at least 1", "Add .on(SomeMessage.class, …).");
            return new MessageDispatcher(inbox, codec, Collections.unmodifiableMap(new TreeMap<>(handlers)));
        }
    }

    private record Registered<T>(Class<T> type, Reaction<? super T> reaction) {
        void handle(Object payload, Message message) throws Exception {
            reaction.handle(type.cast(payload), message);
        }
    }
}
