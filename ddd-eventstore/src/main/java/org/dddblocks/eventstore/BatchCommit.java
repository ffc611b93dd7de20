package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import org.dddblocks.persistence.CommitOutcomeUnknownException;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * Writes several appends in one transaction and tells each how it ended. A batch that fails is tried again one by one, so
 * that an append which cannot be stored harms no other; where nobody knows whether a commit happened, the same append under
 * the same id finds out.
 */
final class BatchCommit {
    /** A deadlock or a lost serialization: nothing is stored, and the same append may pass the next time. */
    private static final int TRIES = 4;

    private final EventWriter writer;

    BatchCommit(EventWriter writer) {
        this.writer = writer;
    }

    /** One append's end. */
    record End(@Nullable Appended appended, @Nullable Throwable failure, boolean written) {
        static End failed(Throwable failure) {
            return new End(null, failure, false);
        }

        static End of(Verdict verdict) {
            return new End(verdict.appended(), verdict.refusal(), verdict.written());
        }
    }

    /** The end of each append, in order. */
    List<End> run(List<EncodedAppend> appends) {
        try {
            return writer.writeAlone(appends).stream().map(End::of).toList();
        } catch (CommitOutcomeUnknownException e) {
            return singly(appends, e);
        } catch (PersistenceException e) {
            return hopeless(e) ? all(appends, e) : singly(appends, e);
        } catch (RuntimeException e) {
            return singly(appends, e);
        }
    }

    private static List<End> all(List<EncodedAppend> appends, RuntimeException failure) {
        return appends.stream().map(append -> End.failed(failure)).toList();
    }

    private List<End> singly(List<EncodedAppend> appends, RuntimeException batch) {
        List<End> ends = new ArrayList<>(appends.size());
        boolean unknown = batch instanceof CommitOutcomeUnknownException;
        boolean reachable = true;
        for (EncodedAppend append : appends) {
            if (!reachable) {
                ends.add(End.failed(batch));
            } else if (appends.size() == 1 && !unknown && !lostRace(batch)) {
                ends.add(End.failed(batch));
            } else {
                End end = single(unknown ? append.again() : append, unknown ? batch : null);
                ends.add(end);
                reachable = !(end.failure() instanceof PersistenceException failed && hopeless(failed));
            }
        }
        return ends;
    }

    /** Decides under the locks of the streams whether an append of unknown fate is stored, and stores it if not. */
    private End single(EncodedAppend append, @Nullable RuntimeException unknown) {
        RuntimeException fate = unknown;
        EncodedAppend next = append;
        for (int tried = 1; ; tried++) {
            try {
                return End.of(writer.writeAlone(List.of(next)).get(0));
            } catch (CommitOutcomeUnknownException e) {
                if (fate != null || tried == TRIES) {
                    return End.failed(fate == null ? e : fate);
                }
                fate = e;
                next = append.again();
            } catch (RuntimeException e) {
                if (!lostRace(e) || tried == TRIES) {
                    return End.failed(fate == null ? e : fate);
                }
            }
        }
    }

    private static boolean lostRace(RuntimeException e) {
        return e instanceof ConflictException conflict && !conflict.transactionUsable();
    }

    /**
     * Nothing was asked of the database, it does not answer, or all have waited for the same counter in vain: asking 255
     * times more helps nobody.
     */
    private static boolean hopeless(PersistenceException e) {
        String state = e.sqlState();
        return e instanceof FeedBusyException
                || state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53");
    }
}
