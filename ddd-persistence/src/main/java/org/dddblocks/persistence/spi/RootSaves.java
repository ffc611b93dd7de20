package org.dddblocks.persistence.spi;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.Transactions;

/**
 * Remembers which roots were saved in the current transaction, so that a root changes only when it is really stored.
 *
 * <p><b>Promise.</b> A root keeps its version and its pending events until the commit; then exactly the saved ones leave
 * it. After a rollback nothing changed and the root can be saved again. A second save in the same transaction sees only
 * what the first did not write. After an end that nobody knows the root is spent, and a further save is refused.
 * <b>Threads.</b> Bound to the transaction of the calling thread.
 * <pre>{@code
 * RootSave<OrderEvent> save = RootSaves.begin(transactions, order);
 * long version = append(stream, save.version(), save.events());
 * save.saved(version);
 * }</pre>
 */
public final class RootSaves {
    private static final WeakIdentityMap<AggregateRoot<?, ?, ?>, SaveSession> SAVING = new WeakIdentityMap<>();

    private RootSaves() {}

    /**
     * Begins the save of a root in the current transaction.
     *
     * @param transactions with an active transaction
     * @param root what to save
     * @param <E> its events
     * @return what there is to save
     * @throws IllegalStateException if the root is spent, or another open transaction has saved it
     */
    public static <E extends DomainEvent> RootSave<E> begin(Transactions transactions, AggregateRoot<?, ?, E> root) {
        SaveSession session = transactions.attachment(RootSaves.class, () -> SaveSession.in(transactions));
        SaveSession other = SAVING.get(root);
        if (other != null && other != session) {
            throw new IllegalStateException(other.refusal(root));
        }
        return new RootSave<>(session, root);
    }

    static void saving(AggregateRoot<?, ?, ?> root, SaveSession session) {
        SAVING.put(root, session);
    }

    static void settled(AggregateRoot<?, ?, ?> root) {
        SAVING.remove(root);
    }
}
