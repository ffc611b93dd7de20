package org.dddblocks.persistence;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Base of the class that implements your own port: it hands every call to a repository of ours.
 *
 * <p>Your model declares {@code interface Orders} and knows nothing of us; the adapter is this one class. <b>Threads.</b>
 * Those of the repository behind it.
 * <pre>{@code
 * final class StoredOrders extends RepositoryDelegate<Order, OrderId> implements Orders {
 *     StoredOrders(EventStore store, Outbox outbox) {
 *         super(store.repository(Order.TYPE).recordedEvents(outbox.translating(new OrderMessages())).build());
 *     }
 * }
 * }</pre>
 *
 * @param <A> the root
 * @param <I> its id
 */
public abstract class RepositoryDelegate<A, I> implements Repository<A, I> {
    private final Repository<A, I> repository;

    /**
     * Delegates to a repository.
     *
     * @param repository does the work
     */
    protected RepositoryDelegate(Repository<A, I> repository) {
        this.repository =
                Arguments.given(repository, "The repository of " + getClass().getSimpleName());
    }

    @Override
    public Optional<A> find(I id) {
        return repository.find(id);
    }

    @Override
    public A get(I id) {
        return repository.get(id);
    }

    @Override
    public void add(A root) {
        repository.add(root);
    }

    @Override
    public void save(A root) {
        repository.save(root);
    }

    @Override
    public A update(I id, Consumer<? super A> decision) {
        return repository.update(id, decision);
    }
}
