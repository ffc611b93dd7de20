package org.dddblocks.persistence.spi;

import java.util.IdentityHashMap;
import java.util.Map;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.Changes;
import org.dddblocks.persistence.TransactionOutcome;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

/** The roots saved in one transaction, until it is known how that ended. */
final class SaveSession {
    private final Map<AggregateRoot<?, ?, ?>, Progress> saved = new IdentityHashMap<>();
    private volatile @Nullable TransactionOutcome outcome;

    private SaveSession() {}

    static SaveSession in(Transactions transactions) {
        SaveSession session = new SaveSession();
        transactions.afterCompletion(session::completed);
        return session;
    }

    Progress progress(AggregateRoot<?, ?, ?> root) {
        Progress progress = saved.get(root);
        return progress != null ? progress : new Progress(Changes.version(root), 0);
    }

    void saved(AggregateRoot<?, ?, ?> root, Progress progress) {
        saved.put(root, progress);
        RootSaves.saving(root, this);
    }

    private void completed(TransactionOutcome how) {
        outcome = how;
        saved.forEach((root, progress) -> {
            if (how == TransactionOutcome.COMMITTED) {
                Changes.committed(root, progress.version(), progress.events());
            }
            if (how != TransactionOutcome.UNKNOWN) {
                RootSaves.settled(root);
            }
        });
        saved.clear(); // a spent root is known by weak reference only
    }

    String refusal(AggregateRoot<?, ?, ?> root) {
        String name = root.getClass().getSimpleName();
        return outcome == null
                ? "This " + name
                        + " was saved in another transaction that is still open, so its next version is not known."
                        + " Save it again after that one has ended, or load it again in this one."
                : "This " + name
                        + " is spent: it was saved in a transaction whose end nobody told or could learn, so its"
                        + " version is not known. Load it again and decide again; on an adopted connection say committed()"
                        + " or rolledBack() before the handle is closed.";
    }

    /**
     * How far a root was saved.
     *
     * @param version the one it has within the transaction
     * @param events how many of its oldest pending events are written
     */
    record Progress(long version, int events) {}
}
