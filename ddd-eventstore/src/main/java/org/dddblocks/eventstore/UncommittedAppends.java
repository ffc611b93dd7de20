package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;

/** The events of the current transaction until its last step, where they get their places in the feed. */
final class UncommittedAppends {
    private final Transactions transactions;
    private final EventTable events;
    private final FeedHead head;
    private final Object key;

    UncommittedAppends(Database database, PayloadCodec codec) {
        this.transactions = database.transactions();
        this.events = new EventTable(database, codec);
        this.head = new FeedHead(database);
        this.key = new UncommittedEvents.Key(database.table("event"));
    }

    /** Until the last step of our own transaction; a caller's transaction has none, so there it is done at once. */
    void keep(EncodedAppend append, Appended appended, Map<StreamId, Long> before, List<UncommittedEvent> events) {
        UncommittedEvents uncommitted = uncommitted();
        boolean first = uncommitted.isEmpty();
        uncommitted.add(before, events);
        uncommitted.remember(append, appended);
        if (transactions.adopted()) {
            place(uncommitted);
        } else if (first) {
            // Registered twice, so that what others do before the commit comes before the counter is locked.
            transactions.beforeCommit(() -> transactions.beforeCommit(() -> place(uncommitted)));
        }
    }

    private void place(UncommittedEvents uncommitted) {
        if (uncommitted.isEmpty()) {
            return; // their stream was deleted
        }
        Connection connection = transactions.connection();
        List<UncommittedEvent> placed = uncommitted.events();
        long position;
        try {
            position = head.take(connection, placed.size(), uncommitted.versions());
        } catch (PersistenceException e) {
            EventEnvelope<?> first = placed.get(0).envelope();
            throw Races.ended(first.stream(), first.version() - 1, e);
        }
        try {
            events.insert(connection, position, placed);
        } catch (PersistenceException e) {
            throw uncommitted
                    .withGivenId()
                    .map(append -> Races.ended(append, e))
                    .orElse(e);
        }
        uncommitted.clear();
    }

    /** What this transaction did under the same id before, if it did something. */
    Optional<Verdict> known(EncodedAppend again) {
        return uncommitted().known(again);
    }

    List<EventEnvelope<DomainEvent>> of(StreamId stream, long afterVersion) {
        return transactions.active() ? uncommitted().of(stream, afterVersion) : List.of();
    }

    void forget(StreamId stream) {
        uncommitted().forget(stream);
    }

    private UncommittedEvents uncommitted() {
        return transactions.attachment(key, UncommittedEvents::new);
    }
}
