package org.dddblocks.outbox;

import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.StoreWork;

/**
 * Makes the effect of a message happen once, though the message may arrive many times.
 *
 * <p><b>Promise.</b> The mark that a message was handled commits together with its effect, or neither does. Of two
 * deliveries at the same time one does the work; the other waits until that is committed, and skips. If the work fails,
 * no mark stays and the next delivery tries again.
 * <b>Limits.</b> Only effects in the inbox's own database are made once; a mail sent by the work may be sent twice. Marks
 * are kept until somebody deletes them by {@code handled_at}; keep them longer than a message can be on its way.
 * <b>Threads.</b> Safe for many threads; the work runs on the calling thread, in its transaction or a new one.
 *
 * <pre>{@code
 * Inbox inbox = Inbox.on(database, "inventory");
 * inbox.once(message, () -> stocks.update(sku, stock -> stock.take(3)));
 * }</pre>
 *
 * @see <a href="https://microservices.io/patterns/communication-style/idempotent-consumer.html">Richardson, Idempotent
 *     consumer</a>
 */
public final class Inbox {
    private static final List<String> COLUMNS = List.of("consumer", "message_id");

    private final Database database;
    private final String consumer;
    private final String table;

    private Inbox(Database database, String consumer) {
        this.database = database;
        this.consumer = consumer;
        this.table = database.table("inbox");
    }

    /**
     * Opens the inbox of a consumer.
     *
     * @param database where its effects are stored
     * @param consumer its stable name, 1 to 255 characters; two consumers of one database each handle a message once
     * @return the inbox
     * @throws IllegalArgumentException if the name is blank, too long or contains control characters
     */
    public static Inbox on(Database database, String consumer) {
        Given.name(consumer, "consumer", 255, "Name the consuming context, such as inventory.");
        return new Inbox(database, consumer);
    }

    /**
     * The table of marks, for {@link Database#install}.
     *
     * @return the schema
     */
    public static SchemaText schema() {
        return SchemaText.of("inbox", 1, dialect -> Inbox.class.getResourceAsStream("inbox/v1/" + dialect + ".sql"));
    }

    /**
     * Does the work unless it was done for this message before. While it runs, {@link CurrentMetadata} says that the
     * message caused it, so events and messages stored by it carry the message's correlation id (or its id) and its id as
     * causation id.
     *
     * @param message the delivered message
     * @param work its effect, in the same database
     * @param <X> what the work may throw
     * @return true if the work was done now, false if it had been done before
     * @throws X what the work threw; a transaction that was begun here is rolled back, one that was joined cannot be
     *     committed any more
     */
    public <X extends Exception> boolean once(Message message, Transactions.Action<X> work) throws X {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(work, "work");
        Transactions transactions = database.transactions();
        // On an adopted connection, whose commit is not ours to forbid, write() undoes mark and effect by a savepoint.
        return transactions.<Boolean, X>call(
                () -> StoreWork.<Boolean, X>write(transactions, () -> {}, () -> doOnce(message, work)));
    }

    private <X extends Exception> boolean doOnce(Message message, Transactions.Action<X> work) throws X {
        Connection connection = database.transactions().connection();
        int marked = database.dialect().insertIfAbsent(connection, table, COLUMNS, consumer, message.id());
        if (marked == 0) {
            return false;
        }
        CurrentMetadata.runWith(causedBy(message), work);
        return true;
    }

    private static EventMetadata causedBy(Message message) {
        EventMetadata why = message.metadata();
        String id = message.id().toString();
        String correlation = why.correlationId() == null ? id : why.correlationId();
        return new EventMetadata(correlation, id, why.actor(), why.tenant(), why.traceparent());
    }
}
