package org.dddblocks.persistence.spi;

import java.util.List;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;

/**
 * One save of one root in the current transaction; begun by {@link RootSaves#begin}.
 *
 * <p><b>Threads.</b> That of the transaction.
 *
 * @param <E> its events
 */
public final class RootSave<E extends DomainEvent> {
    private final SaveSession session;
    private final AggregateRoot<?, ?, E> root;
    private final long version;
    private final List<E> events;
    private final int before;

    RootSave(SaveSession session, AggregateRoot<?, ?, E> root) {
        this.session = session;
        this.root = root;
        SaveSession.Progress progress = session.progress(root);
        List<E> pending = Changes.pending(root);
        this.before = progress.events();
        this.version = progress.version();
        this.events = pending.subList(before, pending.size());
    }

    /**
     * The version to save on.
     *
     * @return the version the root was loaded at, or got by an earlier save in this transaction; 0 for a new root
     */
    public long version() {
        return version;
    }

    /**
     * What was recorded and not yet written in this transaction.
     *
     * @return the events, oldest first
     */
    public List<E> events() {
        return events;
    }

    /**
     * Says that the save was written; the root changes when the transaction commits.
     *
     * @param newVersion the version that the events, or the state, were stored with
     */
    public void saved(long newVersion) {
        session.saved(root, new SaveSession.Progress(newVersion, before + events.size()));
    }
}
