package org.dddblocks.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dddblocks.outbox.AuditEntry.Action;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;

/**
 * The messages that the relay gave up: listed, sent again, or discarded, with an entry in the audit for each.
 *
 * <p><b>Promise.</b> A message is in the outbox or a dead letter, never both and never neither, until it was delivered or
 * somebody discarded it. One of {@link FailurePolicy#PARK_KEY} that is sent again comes before the later messages of its
 * key, which waited for it. <b>Shape.</b> What is done is committed with the caller's transaction, or in one of ours; of two
 * operators who act on the same letter one does, the other is told that it was gone. <b>Threads.</b> Safe for many
 * threads; relays need not run, and need not be stopped.
 *
 * <pre>{@code
 * DeadLetters letters = DeadLetters.on(database);
 * for (DeadLetter letter : letters.list(0, 100)) {
 *     Redriven redriven = letters.redrive(letter.number(), "ann", "inventory 1.4.2 reads it");
 *     redriven.warnings().forEach(System.out::println);
 * }
 * }</pre>
 *
 * @see <a href="https://www.enterpriseintegrationpatterns.com/patterns/messaging/DeadLetterChannel.html">Hohpe and Woolf, Dead
 *     Letter Channel</a>
 */
public final class DeadLetters {
    private static final int MOST = 1000;

    private final Database database;
    private final DeadLetterTable table;
    private final String wakeUp;

    private DeadLetters(Database database) {
        this.database = database;
        this.table = new DeadLetterTable(database);
        this.wakeUp = new OutboxTable(database).wakeUpName();
    }

    /**
     * Opens the dead letters of an outbox.
     *
     * @param database the outbox's, {@link JdbcOutbox#schema()} installed
     * @return the dead letters
     */
    public static DeadLetters on(Database database) {
        return new DeadLetters(Objects.requireNonNull(database, "database"));
    }

    /**
     * How many there are.
     *
     * @return the number of all dead letters
     */
    public long count() {
        Transactions transactions = database.transactions();
        return transactions.call(() -> table.count(transactions.connection()));
    }

    /**
     * Lists them in the order in which the messages were published, page by page.
     *
     * @param after the number of the last one on the page before; 0 for the first page
     * @param limit 1 to 1000
     * @return at most so many; the last page is shorter, or empty
     * @throws IllegalArgumentException if the limit is out of range
     */
    public List<DeadLetter> list(long after, int limit) {
        Given.that(limit >= 1 && limit <= MOST, "limit", limit, "1 to " + MOST, "Read page by page.");
        Transactions transactions = database.transactions();
        return transactions.call(() -> table.list(transactions.connection(), after, limit));
    }

    /**
     * Lists those of one key, in the order in which they were published.
     *
     * @param key the key
     * @return at most 1000
     */
    public List<DeadLetter> ofKey(MessageKey key) {
        Objects.requireNonNull(key, "key");
        Transactions transactions = database.transactions();
        return transactions.call(() -> table.ofKey(transactions.connection(), key, MOST));
    }

    /**
     * Reads the message itself, with its payload.
     *
     * @param number of a dead letter
     * @return the message; empty if there is no such dead letter any more
     * @throws IllegalArgumentException if its row cannot be read, saying which part of it is wrong
     */
    public Optional<Message> message(long number) {
        Transactions transactions = database.transactions();
        return transactions.call(() -> table.message(transactions.connection(), number));
    }

    /**
     * Puts one message back into the outbox, with no attempt counted, and lets its key or route go on behind it.
     *
     * @param number of a dead letter
     * @param who acts, 1 to 255 characters
     * @param why 1 to 1000 characters; what was repaired since
     * @return what will be sent again, with warnings
     * @throws IllegalArgumentException for a missing name or reason
     */
    public Redriven redrive(long number, String who, String why) {
        return redriveAll(List.of(number), who, why);
    }

    /**
     * Puts many messages back into the outbox, all or none of them.
     *
     * @param numbers of dead letters, 1 to 1000
     * @param who acts, 1 to 255 characters
     * @param why 1 to 1000 characters
     * @return what will be sent again, with warnings
     * @throws IllegalArgumentException for none or too many numbers, a missing name or reason
     */
    public Redriven redriveAll(Collection<Long> numbers, String who, String why) {
        checkNumbers(numbers);
        return act(Action.REDRIVEN, who, why, connection -> table.lock(connection, numbers));
    }

    /**
     * Puts the messages of a key back into the outbox, oldest first, at most 1000 at once.
     *
     * @param key the key
     * @param who acts, 1 to 255 characters
     * @param why 1 to 1000 characters
     * @return what will be sent again, with warnings; empty if the key has no dead letters
     * @throws IllegalArgumentException for a missing name or reason
     */
    public Redriven redriveKey(MessageKey key, String who, String why) {
        Objects.requireNonNull(key, "key");
        return act(Action.REDRIVEN, who, why, connection -> table.lockKey(connection, key, MOST));
    }

    /**
     * Drops one message for good and lets its key or route go on without it. The audit keeps its id, key and type, not its
     * payload.
     *
     * @param number of a dead letter
     * @param who acts, 1 to 255 characters
     * @param why 1 to 1000 characters
     * @return true if it was there
     * @throws IllegalArgumentException for a missing name or reason
     */
    public boolean discard(long number, String who, String why) {
        return discardAll(List.of(number), who, why) == 1;
    }

    /**
     * Drops many messages for good, all or none of them.
     *
     * @param numbers of dead letters, 1 to 1000
     * @param who acts, 1 to 255 characters
     * @param why 1 to 1000 characters
     * @return how many were there
     * @throws IllegalArgumentException for none or too many numbers, a missing name or reason
     */
    public int discardAll(Collection<Long> numbers, String who, String why) {
        checkNumbers(numbers);
        return act(Action.DISCARDED, who, why, connection -> table.lock(connection, numbers))
                .numbers()
                .size();
    }

    /**
     * What was done to messages outside the normal course, oldest first, page by page.
     *
     * @param after the number of the last entry on the page before; 0 for the first page
     * @param limit 1 to 1000
     * @return at most so many; the last page is shorter, or empty
     * @throws IllegalArgumentException if the limit is out of range
     */
    public List<AuditEntry> audit(long after, int limit) {
        Given.that(limit >= 1 && limit <= MOST, "limit", limit, "1 to " + MOST, "Read page by page.");
        Transactions transactions = database.transactions();
        return transactions.call(() -> table.audit(transactions.connection(), after, limit));
    }

    /**
     * Deletes old entries of {@link #audit}, a thousand in each transaction.
     *
     * @param horizon how long entries are kept, at least 1 day
     * @return how many were deleted
     * @throws IllegalStateException inside a transaction, which would keep them all locked until its end
     */
    public long purgeAudit(Duration horizon) {
        Given.that(
                horizon.compareTo(Duration.ofDays(1)) >= 0,
                "The horizon of DeadLetters.purgeAudit",
                horizon,
                "at least 1 day",
                "Give the time for which your rules want to know who acted, such as Duration.ofDays(365).");
        Transactions transactions = database.transactions();
        if (transactions.active()) {
            throw new IllegalStateException("DeadLetters.purgeAudit was called inside a transaction, which would keep"
                    + " every deleted row locked until its end. Call it outside of transactions.run.");
        }
        Instant before = database.now().minus(horizon);
        long all = 0;
        for (int some = MOST; some == MOST; all += some) {
            some = transactions.call(() -> table.purgeAudit(transactions.connection(), before, MOST));
        }
        return all;
    }

    private static void checkNumbers(Collection<Long> numbers) {
        boolean allowed = !numbers.isEmpty() && numbers.size() <= MOST;
        Given.that(allowed, "The number of dead letters", numbers.size(), "1 to " + MOST, "Call it page by page.");
    }

    private Redriven act(Action action, String who, String why, DeadLetterTable.Locking letters) {
        Given.name(who, "who", 255, "Name the person who acts.");
        Given.name(why, "why", 1000, "Say what was repaired, or why the message is not needed.");
        Transactions transactions = database.transactions();
        return transactions.call(() -> {
            var connection = transactions.connection();
            List<DeadLetter> locked = letters.lock(connection);
            if (locked.isEmpty()) {
                return new Redriven(List.of(), List.of());
            }
            table.audit(connection, locked, who, action, why);
            if (action == Action.REDRIVEN) {
                table.putBack(connection, locked);
            }
            table.delete(connection, locked);
            database.wakeUps().signal(wakeUp);
            return new Redriven(
                    locked.stream().map(DeadLetter::number).toList(),
                    action == Action.REDRIVEN ? warnings(locked, table.blocking(connection, locked)) : List.of());
        });
    }

    private static List<String> warnings(List<DeadLetter> redriven, List<DeadLetter> stillBlocking) {
        List<String> warnings = new ArrayList<>();
        for (DeadLetter letter : redriven) {
            if (letter.policy() == FailurePolicy.SKIP) {
                warnings.add(letter.name() + " was skipped: later messages of its key were sent before it, so consumers"
                        + " see it out of order, and one with a gate for each key drops it.");
            }
        }
        for (DeadLetter letter : stillBlocking) {
            warnings.add("%s is still a dead letter of policy %s: what was sent again behind it waits until it is sent"
                            .formatted(letter.name(), letter.policy())
                    + " again or discarded.");
        }
        return warnings;
    }
}
