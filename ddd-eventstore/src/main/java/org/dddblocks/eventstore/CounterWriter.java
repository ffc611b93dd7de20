package org.dddblocks.eventstore;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            if (verdict.written()) {
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
            boolean held = append.known() && hold(connection, append);
            Optional<Verdict> own = append.known() ? uncommitted.known(append) : Optional.empty();
            if (own.isPresent()) {
                return own.get();
            }
            if (append.known() && originals.known(append)) {
                return originals.verdict(append);
            }
            for (EncodedAppend.Part part : append.sorted()) {
                moved.put(part.stream(), streams.move(connection, part.stream(), part.expected(), part.size()));
            }
            if (append.known() && !held && originals.known(append)) {
                return originals.verdict(append); // who began the stream meanwhile did so with this append
            }
        } catch (StreamDeletedException e) {
            return Verdict.refused(e);
        } catch (ConflictException e) {
            if (!e.transactionUsable()) {
                throw e;
            }
            return append.known() && originals.known(append) ? originals.verdict(append) : Verdict.refused(e);
        }
        return Verdict.stored(keep(append, moved));
    }

    /** Waits for all who write to the streams; false if one of them does not exist, so that there is nothing to hold. */
    private boolean hold(Connection connection, EncodedAppend append) {
        boolean all = true;
        for (EncodedAppend.Part part : append.sorted()) {
            try {
                all &= streams.lock(connection, part.stream()) > 0;
            } catch (PersistenceException e) {
                throw Races.conflict(part.stream(), part.expected().version(), e);
            }
        }
        return all;
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
        Appended appended = Appended.of(all);
        uncommitted.keep(append, appended, before, events);
        return appended;
    }

    /** A caller's transaction is not ours to roll back; a stream may be moved before another conflicts or the id is found. */
    private boolean needsUndo(EncodedAppend append) {
        return transactions.adopted() || append.parts().size() > 1 || append.known();
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
