package org.dddblocks.eventstore;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.persistence.CommitOutcomeUnknownException;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;

/**
 * PostgreSQL: one round trip to a function of the schema, which takes the feed's shared lock, the rows of the streams and
 * then the positions, and answers with verdicts. On its own the call commits by itself.
 */
final class PostgresWriter implements EventWriter {
    /** The function's own: the connection's isolation is not READ COMMITTED. */
    private static final String OTHER_ISOLATION = "DDD01";

    private final Database database;
    private final Transactions transactions;
    private final PostgresCall call;
    private final Originals originals;
    private final SavepointGuard savepoints;
    private volatile boolean needsTransaction;

    PostgresWriter(Database database, PayloadCodec codec) {
        this.database = database;
        this.transactions = database.transactions();
        this.call = new PostgresCall(database);
        this.savepoints = new SavepointGuard(database);
        this.originals = new Originals(database, codec);
    }

    /** One part's answer. */
    record Row(int verdict, long version, Instant recordedAt) {
        static final int STORED = 0;
        static final int CONFLICT = 1;
        static final int DELETED = 2;
        static final int KNOWN = 3;
    }

    @Override
    public List<Verdict> write(List<EncodedAppend> appends) {
        Connection connection = transactions.connection();
        try {
            List<Verdict> verdicts = verdicts(appends, call.run(connection, appends, false));
            for (int i = 0; i < appends.size(); i++) {
                if (verdicts.get(i).written()) {
                    savepoints.appended(appends.get(i), verdicts.get(i).get());
                }
            }
            return verdicts;
        } catch (IllegalStateException e) {
            transactions.rollbackOnly(e);
            throw e;
        } catch (PersistenceException e) { // PostgreSQL ends the transaction with any error
            RuntimeException failure = Races.ended(appends.get(0), e);
            transactions.rollbackOnly(failure);
            throw failure;
        }
    }

    @Override
    public List<Verdict> writeAlone(List<EncodedAppend> appends) {
        if (needsTransaction) {
            return transactions.call(() -> write(appends));
        }
        try {
            return verdicts(appends, database.alone(connection -> call.run(connection, appends, true)));
        } catch (CommitOutcomeUnknownException e) {
            throw e;
        } catch (PersistenceException e) {
            if (OTHER_ISOLATION.equals(e.sqlState())) {
                needsTransaction = true;
                return transactions.call(() -> write(appends));
            }
            throw Races.ended(appends.get(0), e);
        }
    }

    private List<Verdict> verdicts(List<EncodedAppend> appends, List<Row> rows) {
        List<Verdict> verdicts = new ArrayList<>(appends.size());
        int from = 0;
        for (EncodedAppend append : appends) {
            int to = from + append.parts().size();
            verdicts.add(verdict(append, rows.subList(from, to)));
            from = to;
        }
        return verdicts;
    }

    private Verdict verdict(EncodedAppend append, List<Row> rows) {
        List<EventEnvelope<DomainEvent>> envelopes = new ArrayList<>(append.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            EncodedAppend.Part part = append.parts().get(i);
            if (row.verdict() == Row.STORED) {
                envelopes.addAll(append.envelopes(part, row.version() - part.size(), row.recordedAt()));
            } else if (row.verdict() > 0) {
                return refused(append, part, row);
            }
        }
        return Verdict.stored(Appended.of(envelopes));
    }

    /** On its own the call is committed by now: that an original cannot be read must not become another append's end. */
    private Verdict known(EncodedAppend append) {
        if (transactions.active()) {
            return originals.verdict(append);
        }
        try {
            return originals.verdict(append);
        } catch (RuntimeException e) {
            return Verdict.refused(e);
        }
    }

    private Verdict refused(EncodedAppend append, EncodedAppend.Part part, Row row) {
        return switch (row.verdict()) {
            case Row.CONFLICT ->
                Verdict.refused(new ConflictException(
                        part.stream().toString(),
                        part.expected().version(),
                        part.expected().meets(row.version()) ? OptionalLong.empty() : OptionalLong.of(row.version()),
                        true));
            case Row.DELETED -> Verdict.refused(new StreamDeletedException(part.stream()));
            case Row.KNOWN -> known(append);
            default ->
                throw new IllegalStateException("The append function answered " + row.verdict()
                        + ", which this version does not know. Apply the" + " schema of this version of the library.");
        };
    }
}
