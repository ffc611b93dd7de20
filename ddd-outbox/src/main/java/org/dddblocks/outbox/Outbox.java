package org.dddblocks.outbox;

import java.util.List;
import java.util.Map;
import org.dddblocks.persistence.RecordedEvents;

/**
 * Keeps the messages of a transaction in that transaction; a relay sends them after its commit.
 *
 * <p><b>Promise.</b> State and messages commit together or not at all. Each message gets an id, a number among those of
 * its key, and the metadata of the event or of the calling thread
 * ({@link org.dddblocks.persistence.CurrentMetadata}).
 * <b>Keys.</b> All keys of one type are numbered the same way for ever: by the versions of an aggregate
 * ({@link #translating}) or by a counter ({@link #publish}); the first message decides, the other way is refused.
 * <b>Threads.</b> Safe for many threads; each call works in the calling thread's transaction.
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Richardson, Transactional outbox</a>
 */
public interface Outbox {
    /**
     * Publishes messages under a key that is no aggregate of ours, numbered by the key's counter. Keeps the counter's row
     * locked until the transaction ends, so transactions that publish under one key wait for each other. One that uses
     * several keys names them all in one call of {@link #publish(Map)}, or takes them in a fixed order.
     *
     * @param key what they are ordered by
     * @param payloads objects of registered types, at least one
     * @return the stored messages, in order
     * @throws IllegalStateException outside a transaction
     * @throws IllegalArgumentException for the key of an aggregate, an unregistered type or a payload that is too long;
     *     nothing was written then
     */
    List<Message> publish(MessageKey key, Object... payloads);

    /**
     * Publishes messages under several keys at once, like {@link #publish(MessageKey, Object...)}. The counters are locked
     * in one order, whatever the map's, so two transactions that publish once, under the same keys, cannot deadlock.
     *
     * <pre>{@code
     * outbox.publish(Map.of(
     *         new MessageKey("shelf", "A4"), List.of(new UnitsWereMoved("A4", -3)),
     *         new MessageKey("shelf", "B1"), List.of(new UnitsWereMoved("B1", 3))));
     * }</pre>
     *
     * @param payloads for each key objects of registered types, at least one
     * @return the stored messages, in the order of the map and its lists; on PostgreSQL up to 512 take one round trip
     * @throws IllegalStateException outside a transaction
     * @throws IllegalArgumentException for the key of an aggregate, an unregistered type or a payload that is too long;
     *     nothing was written then
     */
    List<Message> publish(Map<MessageKey, ? extends List<?>> payloads);

    /**
     * Publishes the messages of a root's events: the key is the aggregate (type and id), the number is the event's
     * version and the place among its messages. Attach one translator to a repository.
     *
     * <pre>{@code
     * Repository<Order, OrderId> orders = store.repository(Order.TYPE)
     *         .recordedEvents(outbox.translating(new OrderMessages()))
     *         .build();
     * }</pre>
     *
     * @param translator from domain events to messages
     * @return the port to hand to a repository; it refuses like {@link #publish}, and then the root is not saved either
     */
    RecordedEvents translating(MessageTranslator translator);

    /**
     * The same outbox, adding headers of the application to what is published through it.
     *
     * @param further at most 50; names of lower-case letters, digits, {@code -} and {@code _}, values of at most 4000
     *     characters
     * @return an outbox that writes into the same rows
     * @throws IllegalArgumentException for a header that some broker could not carry
     */
    Outbox withHeaders(Map<String, String> further);
}
