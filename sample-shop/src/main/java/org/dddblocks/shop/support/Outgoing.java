package org.dddblocks.shop.support;

import java.util.List;
import java.util.Map;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.SchemaText;

/**
 * A context's outbox that also keeps a list of what was written to it, because the outbox forgets a message once it is
 * sent. The list is written in the same transaction, so it counts exactly the messages that exist.
 */
public final class Outgoing implements Outbox {
    private final Outbox outbox;
    private final Database database;
    private final String table;

    private Outgoing(Outbox outbox, Database database) {
        this.outbox = outbox;
        this.database = database;
        this.table = database.table("outgoing");
    }

    /**
     * Lists what is written to an outbox.
     *
     * @param outbox on the database
     * @param database with the tables of {@link #schema()}
     * @return the outbox to use instead
     */
    public static Outgoing through(Outbox outbox, Database database) {
        return new Outgoing(outbox, database);
    }

    /**
     * Its table.
     *
     * @return for {@code database.install}
     */
    public static SchemaText schema() {
        return SchemaText.of(
                "shop-outgoing", 1, dialect -> Outgoing.class.getResourceAsStream("schema/outgoing-v1.sql"));
    }

    /**
     * How many messages were written.
     *
     * @return since the beginning
     */
    public long count() {
        return database.transactions()
                .call(() -> Sql.run(
                        "count outgoing messages",
                        () -> Sql.first(
                                        database.transactions().connection(),
                                        row -> row.getLong(1),
                                        "select count(*) from " + table)
                                .orElseThrow()));
    }

    @Override
    public List<Message> publish(MessageKey key, Object... payloads) {
        List<Message> messages = outbox.publish(key, payloads);
        list(List.of(payloads));
        return messages;
    }

    @Override
    public List<Message> publish(Map<MessageKey, ? extends List<?>> payloads) {
        List<Message> messages = outbox.publish(payloads);
        payloads.values().forEach(this::list);
        return messages;
    }

    @Override
    public RecordedEvents translating(MessageTranslator translator) {
        return outbox.translating(event -> translated(translator, event));
    }

    private List<?> translated(MessageTranslator translator, EventEnvelope<? extends DomainEvent> event) {
        List<?> payloads = translator.translate(event);
        list(payloads);
        return payloads;
    }

    @Override
    public Outbox withHeaders(Map<String, String> headers) {
        return new Outgoing(outbox.withHeaders(headers), database);
    }

    private void list(List<?> payloads) {
        if (payloads.isEmpty()) {
            return;
        }
        List<Object[]> rows = payloads.stream()
                .map(payload -> new Object[] {payload.getClass().getSimpleName()})
                .toList();
        Sql.run("list outgoing messages", () -> {
            Sql.batch(database.transactions().connection(), "insert into " + table + " (type) values (?)", rows);
            return rows.size();
        });
    }
}
