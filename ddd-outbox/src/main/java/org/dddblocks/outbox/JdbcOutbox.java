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
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.StoreWork;

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
 * MessageKey key = new MessageKey("newsletter", "2011");
 * database.transactions().run(() -> outbox.publish(key, new IssueWasPrinted(7)));
 * }</pre>
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Richardson, Transactional outbox</a>
 * @see <a href="https://debezium.io/documentation/reference/stable/transformations/outbox-event-router.html">Debezium,
 *     Outbox Event Router</a>
 */
public final class JdbcOutbox implements Outbox {
    private final Database database;
    private final MessageMaker maker;
    private final Numbering numbering;
    private final OutboxTable table;
    private final CountedInsert counted;

    private JdbcOutbox(Database database, MessageMaker maker, Numbering numbering) {
        this.database = database;
        this.maker = maker;
        this.numbering = numbering;
        this.table = new OutboxTable(database);
        this.counted = new CountedInsert(database, numbering, table);
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
        Objects.requireNonNull(codec, "codec");
        return new JdbcOutbox(database, new MessageMaker(codec, source, Map.of()), new Numbering(database));
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
        return new JdbcOutbox(database, maker.with(Map.copyOf(further)), numbering);
    }

    @Override
    public List<Message> publish(MessageKey key, Object... payloads) {
        Objects.requireNonNull(key, "key");
        return publish(Map.of(key, Arrays.asList(payloads)));
    }

    @Override
    public List<Message> publish(Map<MessageKey, ? extends List<?>> payloads) {
        Given.that(!payloads.isEmpty(), "The number of keys", 0, "at least 1", "Publish under one key or more.");
        Transactions transactions = inTransaction("publish");
        Instant time = Jdbc.micros(database.clock().instant());
        List<Message> drafts = new ArrayList<>();
        payloads.forEach((key, objects) -> drafts.addAll(maker.drafts(key, objects, time)));
        Connection connection = transactions.connection();
        drafts.stream()
                .map(draft -> draft.key().type())
                .distinct()
                .sorted()
                .forEach(type -> numbering.claim(connection, type, Numbering.By.COUNTER));
        return StoreWork.<List<Message>, RuntimeException>write(transactions, () -> {}, () -> {
            List<Message> messages = counted.store(connection, drafts);
            database.wakeUps().signal(table.wakeUpName());
            return messages;
        });
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
            messages.addAll(maker.translated(translator, event));
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

    private List<Message> store(Connection connection, List<Message> messages) {
        table.insert(connection, messages);
        database.wakeUps().signal(table.wakeUpName());
        return List.copyOf(messages);
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
}
