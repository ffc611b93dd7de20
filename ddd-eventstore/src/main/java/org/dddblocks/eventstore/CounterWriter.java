package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * H2 and MariaDB: the rows of the streams at once, the counter row and the events as the transaction's last step, since
 * whoever moves the counter keeps it locked until his commit.
 */
final class CounterWriter implements EventWriter {
    private final Transactions transactions;
    private final StreamTable streams;
    private final UncommittedAppends uncommitted;
    private final Originals originals;

    CounterWriter(Database database, PayloadCodec codec) {
        this.transactions = database.transactions();
        this.streams = new StreamTable(database);
        this.uncommitted = new UncommittedAppends(database, codec);
        this.originals = new Originals(database, codec);
    }

    @Override
    public List<Verdict> writeAlone(List<EncodedAppend> appends) {
        return transactions.call(() -> write(appends));
    }

    @Override
    public List<Verdict> write(List<EncodedAppend> appends) {
        List<Verdict> verdicts = new ArrayList<>(appends.size());
        for (EncodedAppend append : appends) {
            verdicts.add(write(append));
        }
        return verdicts;
    }

    private Verdict write(EncodedAppend append) {
        Connection connection = transactions.connection();
        Savepoint before = needsUndo(append) ? savepoint(connection) : null;
        try {
            Verdict verdict = decideAndKeep(connection, append);
            if (verdict.refusal() == null) {
                release(connection, before);
            } else {
                undo(connection, before);
            }
            return verdict;
        } catch (Throwable e) {
            transactions.rollbackOnly(e);
            try {
                undo(connection, before);
            } catch (RuntimeException gone) { // the database ended the transaction: nothing is left to undo
                e.addSuppressed(gone);
            }
            throw e;
        }
    }

    private Verdict decideAndKeep(Connection connection, EncodedAppend append) {
        Map<StreamId, StreamTable.Moved> moved = new HashMap<>();
        try {
            if (append.known()) {
                append.sorted().forEach(part -> streams.lock(connection, part.stream()));
                if (originals.known(append.id())) {
                    return originals.verdict(append);
                }
            }
            for (EncodedAppend.Part part : append.sorted()) {
                moved.put(part.stream(), streams.move(connection, part.stream(), part.expected(), part.size()));
            }
        } catch (StreamDeletedException e) {
            return Verdict.refused(e);
        } catch (ConflictException e) {
            if (!e.transactionUsable()) {
                throw e;
            }
            return Verdict.refused(e);
        }
        return Verdict.stored(keep(append, moved));
    }

    private Appended keep(EncodedAppend append, Map<StreamId, StreamTable.Moved> moved) {
        List<EventEnvelope<DomainEvent>> all = new ArrayList<>();
        List<UncommittedEvent> events = new ArrayList<>();
        Map<StreamId, Long> before = new HashMap<>();
        for (EncodedAppend.Part part : append.parts()) {
            StreamTable.Moved now = requireNonNull(moved.get(part.stream()));
            before.put(part.stream(), now.version() - part.size());
            List<EventEnvelope<DomainEvent>> envelopes = append.envelopes(part, now.version() - part.size(), now.at());
            all.addAll(envelopes);
            events.addAll(UncommittedEvent.all(append, part, envelopes));
        }
        uncommitted.keep(before, events);
        return Appended.of(all);
    }

    /** A caller's transaction is not ours to roll back, and of several streams one may be moved before another conflicts. */
    private boolean needsUndo(EncodedAppend append) {
        return transactions.adopted() || append.parts().size() > 1;
    }

    private static Savepoint savepoint(Connection connection) {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            throw PersistenceException.of("set a savepoint before an append", e);
        }
    }

    private static void undo(Connection connection, @Nullable Savepoint before) {
        try {
            if (before != null) {
                connection.rollback(before);
            }
        } catch (SQLException e) {
            throw PersistenceException.of("undo an append that was refused", e);
        }
    }

    private static void release(Connection connection, @Nullable Savepoint before) {
        try {
            if (before != null) {
                connection.releaseSavepoint(before);
            }
        } catch (SQLException e) {
            throw PersistenceException.of("release the savepoint of an append", e);
        }
    }
}
