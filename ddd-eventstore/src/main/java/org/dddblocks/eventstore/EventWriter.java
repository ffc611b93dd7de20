package org.dddblocks.eventstore;

import java.util.List;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;

/** How appends reach one kind of database. */
interface EventWriter {
    /**
     * Writes in the current transaction.
     *
     * @return a verdict for each append, in order; who is refused has written nothing, and the others stand
     * @throws RuntimeException if nothing of this transaction can be stored any more; it is marked then
     */
    List<Verdict> write(List<EncodedAppend> appends);

    /**
     * Writes in a transaction of its own; otherwise like {@link #write}.
     *
     * @throws RuntimeException if nothing is stored, or nobody knows ({@code CommitOutcomeUnknownException})
     */
    List<Verdict> writeAlone(List<EncodedAppend> appends);

    static EventWriter on(Database database, PayloadCodec codec) {
        return database.dialect().name().equals("postgresql")
                ? new PostgresWriter(database, codec)
                : new CounterWriter(database, codec);
    }
}
