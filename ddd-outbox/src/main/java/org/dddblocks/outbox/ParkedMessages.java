package org.dddblocks.outbox;

import java.sql.Connection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person does with the messages that an {@link Inbox} parked.
 *
 * <p><b>Shape.</b> A message stays listed until it was handled or discarded, whatever becomes of the one who tries.
 * <b>Threads.</b> Safe for many threads; not to be called inside a transaction.
 *
 * <pre>{@code
 * for (ParkedMessage parked : inbox.parked().list(100)) {
 *     inbox.parked().release(parked.message().id(), dispatcher); // after the handler was mended
 * }
 * }</pre>
 */
public final class ParkedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ParkedMessages.class);
    private static final int LONGEST = 255;
    private static final int MOST = 10_000;
    private static final String DISCARDED = "DISCARDED";

    private final Database database;
    private final Marks marks;
    private final Starts starts;

    ParkedMessages(Database database, Marks marks, Starts starts) {
        this.database = database;
        this.marks = marks;
        this.starts = starts;
    }

    /**
     * The parked messages, the longest parked first.
     *
     * @param atMost how many, 1 to 10,000
     * @return the messages, whole
     * @throws IllegalArgumentException if the number is out of range
     */
    public List<ParkedMessage> list(int atMost) {
        Given.that(
                atMost >= 1 && atMost <= MOST,
                "The number of parked messages to list",
                atMost,
                "1 to 10,000",
                "Ask for fewer.");
        return database.read(connection -> starts.parked(connection, atMost));
    }

    /**
     * Handles a parked message after all. If that fails or kills the process too, the message is still listed.
     *
     * @param message the id of a listed one
     * @param handler what guards its effect with this consumer's inbox, such as its {@link MessageDispatcher}
     * @return {@link Receipt#OUTDATED} if the gate dropped it, since a later one of its key was handled meanwhile; else
     *     {@link Receipt#DONE}
     * @throws NoSuchElementException if no such message is parked
     * @throws Exception what the handler threw
     */
    public Receipt release(UUID message, MessageHandler handler) throws Exception {
        ParkedMessage parked = required(message);
        run(connection -> starts.unpark(connection, message));
        try {
            handler.handle(parked.message());
        } catch (Throwable failed) {
            run(connection -> starts.park(connection, message));
            throw failed;
        }
        return database.transactions().call(() -> {
            marks.add(message); // the handler may have used no inbox
            starts.forget(database.transactions().connection(), message);
            return marks.outdated(message) ? Receipt.OUTDATED : Receipt.DONE;
        });
    }

    /**
     * Gives a parked message up, for ever; a redelivery is skipped. Who did it and why stays with its mark, until {@link
     * Inbox#purge}.
     *
     * @param message the id of a listed one
     * @param who decided it, 1 to 255 characters
     * @param why it is not needed any more, 1 to 255 characters
     * @throws NoSuchElementException if no such message is parked
     * @throws IllegalArgumentException if a text is blank, too long or contains control characters
     */
    public void discard(UUID message, String who, String why) {
        Given.name(who, "who", LONGEST, "Name the person who decides.");
        Given.name(why, "why", LONGEST, "Say why the message is not needed any more.");
        ParkedMessage parked = required(message);
        run(connection -> {
            if (marks.add(message)) {
                marks.outcome(message, DISCARDED, who + ": " + why);
            }
            starts.forget(connection, message);
        });
        LOG.info("{} was discarded by {}: {}", parked.message(), who, why);
    }

    private ParkedMessage required(UUID message) {
        return database.read(connection -> starts.parked(connection, message))
                .orElseThrow(() -> new NoSuchElementException(
                        "Message %s is not parked by this consumer. Take an id from ParkedMessages.list(…)."
                                .formatted(message)));
    }

    private void run(Work work) {
        Transactions transactions = database.transactions();
        transactions.run(() -> work.on(transactions.connection()));
    }

    private interface Work {
        void on(Connection connection);
    }
}
