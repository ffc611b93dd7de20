package org.dddblocks.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.StoreWork;
import org.jspecify.annotations.Nullable;

/**
 * Makes the effect of a message happen once, though the message may arrive many times.
 *
 * <p><b>Promise.</b> The mark that a message was handled commits together with its effect, or neither does. Of two
 * deliveries at the same time one does the work; the other waits until that is committed, and skips. If the work fails,
 * no mark stays and the next delivery tries again.
 * <b>Order.</b> {@link #gated()} adds that effects of a key never go backwards.
 * <b>Limits.</b> Only effects in the inbox's own database are made once; a mail sent by the work may be sent twice. Marks
 * are kept until {@link #purge}, which states how late a redelivery may come.
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
    private final Database database;
    private final String consumer;
    private final Marks marks;
    private final @Nullable Gate gate;
    private final @Nullable Starts starts;

    private Inbox(Database database, String consumer, @Nullable Gate gate, @Nullable Starts starts) {
        this.database = database;
        this.consumer = consumer;
        this.marks = new Marks(database, consumer);
        this.gate = gate;
        this.starts = starts;
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
        return new Inbox(database, consumer, null, null);
    }

    /**
     * The tables of marks, gates and parked messages, for {@link Database#install}.
     *
     * @return the schema
     */
    public static SchemaText schema() {
        return SchemaText.of("inbox", 1, dialect -> Inbox.class.getResourceAsStream("inbox/v1/" + dialect + ".sql"));
    }

    /**
     * The same inbox with a gate for each key: a message whose {@link MessageNumber} is not greater than that of the last
     * handled one of its key and source is dropped and counted ({@link #dropped()}). Gaps are no reason to wait. For
     * handlers that store what a message says as the newest state; without it a message that was left out and delivered later
     * takes effect late.
     *
     * <p>Use it for all deliveries of a consumer or for none: what passes an inbox without a gate is not noted. Deliveries of
     * one key at the same time wait for each other. A transaction that handles messages of several keys should take them
     * in a fixed order. The last number of each key is kept for ever, one row for each.
     *
     * @return an inbox on the same marks
     */
    public Inbox gated() {
        return new Inbox(database, consumer, new Gate(database, consumer), starts);
    }

    /**
     * The same inbox, which puts a message aside that was begun so often without an end: it kills its process, or hangs until
     * somebody does. The parked message counts as delivered, later ones of its key go on; a person lists it with {@link
     * ParkedMessages}, releases or discards it. Work that throws has ended and counts for nothing, however often.
     *
     * <p><b>Cost.</b> Each delivery is counted before its work, by one statement and a commit of its own, and one more
     * statement in the transaction of its effect takes the count back; not so for deliveries that the broker knows to be
     * the first ({@link MessageHandler#handleFirst}). Of the messages that were begun before without an end, a process works
     * on one at a time, for a minute at most, so that those that died with another one are not taken for it.
     *
     * @param starts after how many starts without an end the next delivery is parked, 3 to 1000; 5 suits most
     * @return an inbox on the same marks; it refuses to work inside a transaction, where no start could be kept
     * @throws IllegalArgumentException if the number is out of range
     */
    public Inbox parkingAfter(int starts) {
        Given.that(
                starts >= 3 && starts <= 1000,
                "The number of starts of Inbox.parkingAfter",
                starts,
                "3 to 1000",
                "Fewer would park a message that only died with another one; 5 suits most.");
        return new Inbox(database, consumer, gate, new Starts(database, consumer, starts));
    }

    /** For deliveries that are the first ones. */
    Inbox uncounted() {
        return starts == null ? this : new Inbox(database, consumer, gate, null);
    }

    /**
     * Does the work unless it was done for this message before. While it runs, {@link CurrentMetadata} says that the
     * message caused it, so events and messages stored by it carry the message's correlation id (or its id) and its id as
     * causation id.
     *
     * @param message the delivered message
     * @param work its effect, in the same database
     * @param <X> what the work may throw
     * @return true if the work was done now, false if it had been done before or is not to be done ({@link #receive} says
     *     which)
     * @throws X what the work threw; a transaction that was begun here is rolled back, one that was joined cannot be
     *     committed any more
     */
    public <X extends Exception> boolean once(Message message, Transactions.Action<X> work) throws X {
        return receive(message, work) == Receipt.DONE;
    }

    /**
     * Like {@link #once}, and tells why work was not done.
     *
     * @param message the delivered message
     * @param work its effect, in the same database
     * @param <X> what the work may throw
     * @return what was done with it; in each case the message may be acknowledged
     * @throws X what the work threw
     */
    public <X extends Exception> Receipt receive(Message message, Transactions.Action<X> work) throws X {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(work, "work");
        if (starts == null) {
            return inTransaction(message, work);
        }
        if (database.transactions().active()) {
            throw new IllegalStateException(
                    "An inbox with parkingAfter(…) was called inside a transaction: a start that is"
                            + " rolled back with its work counts nothing. Call it outside of transactions.run, or use the inbox"
                            + " without parkingAfter there.");
        }
        return starts.<X>call(message, () -> inTransaction(message, work));
    }

    private <X extends Exception> Receipt inTransaction(Message message, Transactions.Action<X> work) throws X {
        Transactions transactions = database.transactions();
        // On an adopted connection, whose commit is not ours to forbid, write() undoes mark and effect by a savepoint.
        return transactions.<Receipt, X>call(
                () -> StoreWork.<Receipt, X>write(transactions, () -> {}, () -> doOnce(message, work)));
    }

    private <X extends Exception> Receipt doOnce(Message message, Transactions.Action<X> work) throws X {
        if (starts != null) {
            starts.forget(database.transactions().connection(), message.id());
        }
        if (!marks.add(message.id())) {
            return Receipt.REPEATED;
        }
        if (gate != null && !gate.passes(message)) {
            marks.outcome(message.id(), Receipt.OUTDATED.name(), null);
            return Receipt.OUTDATED;
        }
        CurrentMetadata.runWith(causedBy(message), work);
        return Receipt.DONE;
    }

    private static EventMetadata causedBy(Message message) {
        EventMetadata why = message.metadata();
        String id = message.id().toString();
        String correlation = why.correlationId() == null ? id : why.correlationId();
        return new EventMetadata(correlation, id, why.actor(), why.tenant(), why.traceparent());
    }

    /**
     * The messages of this consumer that were parked.
     *
     * @return what lists, releases and discards them
     */
    public ParkedMessages parked() {
        return new ParkedMessages(database, marks, new Starts(database, consumer, 1));
    }

    /**
     * How many messages of this consumer were dropped by its gate since its tables were made; each counts once, however
     * often it was delivered.
     *
     * @return the number, by the database
     */
    public long dropped() {
        return database.transactions().call(() -> new Gate(database, consumer).dropped());
    }

    /**
     * Deletes the marks of messages that were handled longer ago than the redelivery horizon: the longest time between two
     * deliveries of one message. A delivery that comes later than that takes effect again, unless the gate drops it.
     * The horizon is longer than the broker keeps a message, the longest outage and the longest time that
     * anybody takes to redrive one, together. Works in short transactions of some hundred marks each; call it once a day or
     * more often, from one node or several.
     *
     * @param horizon at least 1 minute, by the database's clock
     * @return how many marks were deleted
     * @throws IllegalArgumentException if the horizon is shorter
     * @throws IllegalStateException inside a transaction, which would hold all of them locked
     */
    public long purge(Duration horizon) {
        Given.that(
                horizon.compareTo(Duration.ofMinutes(1)) >= 0,
                "The redelivery horizon of Inbox.purge",
                horizon,
                "at least 1 minute",
                "Give the longest time between two deliveries of one message, such as Duration.ofDays(14).");
        if (database.transactions().active()) {
            throw new IllegalStateException(
                    "Inbox.purge was called inside a transaction, which would keep every deleted"
                            + " row locked until its end. Call it outside of transactions.run.");
        }
        Instant before = database.now().minus(horizon);
        new Starts(database, consumer, 1).purge(before);
        return marks.purge(before);
    }
}
