package org.dddblocks.outbox;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.EventIds;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.StoreWork;
import org.jspecify.annotations.Nullable;

/**
 * The outbox of one bounded context, as rows beside its state.
 *
 * <p><b>Promise.</b> A message exists if and only if the transaction that published it was committed; a rolled-back
 * transaction leaves none. Messages of a key are stored in commit order.
 * <b>Shape.</b> Rows are inserted and deleted, never updated; the columns are those of Debezium's outbox event router and
 * one for each header. A payload has at most 1,000,000 characters.
 * <b>Threads.</b> Safe for many threads; each call works in the calling thread's transaction.
 *
 * <pre>{@code
 * database.install(JdbcOutbox.schema());
 * Outbox outbox = JdbcOutbox.on(database, codec, "ordering");
 * database.transactions().run(() -> outbox.publish(new MessageKey("newsletter", "2011"), new IssueWasPrinted(7)));
 * }</pre>
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Richardson, Transactional outbox</a>
 * @see <a href="https://debezium.io/documentation/reference/stable/transformations/outbox-event-router.html">Debezium,
 *     Outbox Event Router</a>
 */
public final class JdbcOutbox implements Outbox {
    private final Database database;
    private final PayloadCodec codec;
    private final String source;
    private final Map<String, String> headers;
    private final Numbering numbering;
    private final OutboxTable table;

    private JdbcOutbox(
            Database database, PayloadCodec codec, String source, Map<String, String> headers, Numbering numbering) {
        this.database = database;
        this.codec = codec;
        this.source = source;
        this.headers = headers;
        this.numbering = numbering;
        this.table = new OutboxTable(database);
    }

    /**
     * Opens the outbox of a context.
     *
     * @param database the context's
     * @param codec knows every message type that is published here
     * @param source name of the context, 1 to 255 characters; consumers see it as the message's source
     * @return the outbox
     * @throws IllegalArgumentException if the source is blank, too long or contains control characters
     */
    public static JdbcOutbox on(Database database, PayloadCodec codec, String source) {
        Given.name(source, "source", 255, "Name the context that sends, such as ordering.");
        return new JdbcOutbox(database, codec, source, Map.of(), new Numbering(database));
    }

    /**
     * The tables of outbox and relay, for {@link Database#install}.
     *
     * @return the schema
     */
    public static SchemaText schema() {
        return SchemaText.of(
                "outbox", 1, dialect -> JdbcOutbox.class.getResourceAsStream("schema/v1/" + dialect + ".sql"));
    }

    @Override
    public Outbox withHeaders(Map<String, String> further) {
        Headers.check(further);
        return new JdbcOutbox(database, codec, source, Map.copyOf(further), numbering);
    }

    @Override
    public List<Message> publish(MessageKey key, Object... payloads) {
        Objects.requireNonNull(key, "key");
        Given.that(payloads.length > 0, "The number of payloads", 0, "at least 1", "Publish one object or more.");
        Transactions transactions = inTransaction("publish");
        List<Encoded> encoded = Arrays.stream(payloads).map(this::encode).toList();
        Connection connection = transactions.connection();
        numbering.claim(connection, key.type(), Numbering.By.COUNTER);
        return StoreWork.<List<Message>, RuntimeException>write(
                transactions, () -> {}, () -> store(connection, numbered(connection, key, encoded)));
    }

    private List<Message> numbered(Connection connection, MessageKey key, List<Encoded> payloads) {
        long first = numbering.advance(connection, key, payloads.size()) - payloads.size() + 1;
        Instant time = Jdbc.micros(database.clock().instant());
        EventMetadata why = CurrentMetadata.get();
        List<Message> messages = new ArrayList<>();
        for (Encoded payload : payloads) {
            messages.add(message(key, new MessageNumber(first + messages.size(), 0), payload, time, why));
        }
        return messages;
    }

    @Override
    public RecordedEvents translating(MessageTranslator translator) {
        Objects.requireNonNull(translator, "translator");
        return events -> translate(translator, events);
    }

    private void translate(MessageTranslator translator, List<? extends EventEnvelope<? extends DomainEvent>> events) {
        Transactions transactions = inTransaction("translating");
        List<Message> messages = new ArrayList<>();
        for (EventEnvelope<? extends DomainEvent> event : events) {
            messages.addAll(messages(translator, event));
        }
        Connection connection = transactions.connection();
        for (String type :
                events.stream().map(event -> event.stream().type()).distinct().toList()) {
            numbering.claim(connection, type, Numbering.By.AGGREGATE);
        }
        if (!messages.isEmpty()) {
            StoreWork.<List<Message>, RuntimeException>write(transactions, () -> {}, () -> store(connection, messages));
        }
    }

    private List<Message> messages(MessageTranslator translator, EventEnvelope<? extends DomainEvent> event) {
        StreamId root = event.stream();
        MessageKey key = new MessageKey(root.type(), root.id());
        EventMetadata why = merged(event.metadata(), CurrentMetadata.get());
        List<Message> messages = new ArrayList<>();
        for (Object payload : translator.translate(event)) {
            MessageNumber number = new MessageNumber(event.version(), messages.size());
            messages.add(message(key, number, encode(payload), event.occurredAt(), why));
        }
        return messages;
    }

    private List<Message> store(Connection connection, List<Message> messages) {
        table.insert(connection, messages);
        database.wakeUps().signal(table.wakeUpName());
        return List.copyOf(messages);
    }

    private Message message(MessageKey key, MessageNumber number, Encoded payload, Instant time, EventMetadata why) {
        return new Message(
                EventIds.next(),
                source,
                key,
                number,
                payload.type(),
                payload.version(),
                payload.text(),
                time,
                why,
                headers);
    }

    private Encoded encode(Object payload) {
        Objects.requireNonNull(payload, "A payload is null; publish objects of registered types.");
        Class<?> type = payload.getClass();
        Encoded encoded = new Encoded(codec.typeName(type), codec.schemaVersion(type), codec.encode(payload));
        Given.that(
                encoded.text().length() <= OutboxTable.LONGEST_PAYLOAD,
                "The payload of type " + encoded.type(),
                encoded.text().length() + " characters long",
                "at most " + OutboxTable.LONGEST_PAYLOAD,
                "Store the large part elsewhere and send a reference to it.");
        return encoded;
    }

    private Transactions inTransaction(String called) {
        Transactions transactions = database.transactions();
        if (!transactions.active()) {
            throw new IllegalStateException(
                    "Outbox." + called + " was called outside a transaction, so its messages could"
                            + " not commit together with the state they tell of. Wrap both in"
                            + " database.transactions().run(() -> …), with the Database this outbox was opened on.");
        }
        return transactions;
    }

    private static EventMetadata merged(EventMetadata first, EventMetadata second) {
        return new EventMetadata(
                either(first.correlationId(), second.correlationId()),
                either(first.causationId(), second.causationId()),
                either(first.actor(), second.actor()),
                either(first.tenant(), second.tenant()),
                either(first.traceparent(), second.traceparent()));
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    /**
     * How many committed messages are not delivered yet.
     *
     * @return the number of rows; 0 means that the broker has everything
     */
    public long pending() {
        return table.pending();
    }

    /**
     * The keys whose next message cannot be delivered at present, longest failing first.
     *
     * @return at most 1000 of them
     */
    public List<FailingKey> failing() {
        return table.failing();
    }

    private record Encoded(String type, int version, String text) {}
}
