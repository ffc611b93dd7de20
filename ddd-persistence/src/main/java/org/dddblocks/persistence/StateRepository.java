package org.dddblocks.persistence;

import java.sql.Connection;
import java.util.Optional;
import java.util.function.Consumer;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.spi.ConflictRetry;
import org.dddblocks.persistence.spi.RootSave;
import org.dddblocks.persistence.spi.RootSaves;
import org.dddblocks.persistence.spi.StoreWork;

/**
 * Keeps state-based roots in the application's own tables, with its own SQL: state, recorded events and their messages
 * commit together or not at all.
 *
 * <p><b>Shape.</b> A save writes version {@code old + max(1, number of events)}, so event i has version old + i. The row
 * count of the mapping's UPDATE decides who was first, <em>before</em> {@link RecordedEvents} is called. Unlike an
 * event-sourced repository it writes on every save, because a state may change without an event.
 * <b>Threads.</b> One instance serves many threads; a root belongs to one.
 * <pre>{@code
 * Repository<Stock, Sku> stocks = StateRepository.on(database, Stock.TYPE, new StockRows())
 *         .recordedEvents(outbox.translating(new StockMessages()))
 *         .build();
 * stocks.update(sku, stock -> stock.take(3));
 * }</pre>
 *
 * @param <A> the root
 * @param <I> its id
 * @param <E> its events
 */
public final class StateRepository<A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
        implements Repository<A, I> {
    private final Transactions transactions;
    private final AggregateType<A, I, E> type;
    private final StateRows<A, I> rows;
    private final NewEvents events;
    private final int attempts;

    StateRepository(
            Database database,
            AggregateType<A, I, E> type,
            StateMapping<A, I> mapping,
            NewEvents events,
            int attempts) {
        this.transactions = database.transactions();
        this.type = type;
        this.rows = new StateRows<>(database.dialect(), mapping);
        this.events = events;
        this.attempts = attempts;
    }

    /**
     * Begins a repository.
     *
     * @param database the context's
     * @param type the root's description
     * @param mapping the application's SQL
     * @param <A> the root
     * @param <I> its id
     * @param <E> its events
     * @return a builder
     */
    public static <A extends AggregateRoot<A, I, E>, I extends TypedId<A>, E extends DomainEvent>
            StateRepositoryBuilder<A, I, E> on(
                    Database database, AggregateType<A, I, E> type, StateMapping<A, I> mapping) {
        return new StateRepositoryBuilder<>(
                Arguments.given(database, "The Database of a StateRepository"),
                Arguments.given(type, "The AggregateType of a StateRepository"),
                Arguments.given(mapping, "The StateMapping of a StateRepository"));
    }

    @Override
    public Optional<A> find(I id) {
        StreamId stream = StreamId.of(type, id);
        return StoreWork.join(transactions, () -> load(stream, id));
    }

    private Optional<A> load(StreamId stream, I id) {
        Optional<Stored<A>> stored = rows.load(transactions.connection(), stream, id);
        stored.ifPresent(found -> Changes.restored(found.root(), found.version()));
        return stored.map(Stored::root);
    }

    @Override
    public A get(I id) {
        return find(id).orElseThrow(() ->
                new AggregateNotFoundException(StreamId.of(type, id).toString()));
    }

    @Override
    public void add(A root) {
        write(root, (connection, stream, save) -> {
            if (save.version() != 0) {
                throw new IllegalStateException(stream + " cannot be added: it is stored already, at version "
                        + save.version() + ". Call save(root) for a root that was found or added before.");
            }
            return () -> rows.insert(connection, stream, root, next(save));
        });
    }

    @Override
    public void save(A root) {
        write(root, (connection, stream, save) -> {
            if (save.version() == 0) {
                throw new IllegalStateException(
                        stream + " cannot be saved: it was never stored. Call add(root) for a new root.");
            }
            return () -> rows.update(connection, stream, root, save.version(), next(save));
        });
    }

    private static long next(RootSave<?> save) {
        return save.version() + Math.max(1, save.events().size());
    }

    private void write(A root, Write<E> write) {
        StreamId stream =
                StreamId.of(type, Arguments.given(root, "The root to save").id());
        StoreWork.join(transactions, () -> {
            RootSave<E> save = RootSaves.begin(transactions, root);
            Transactions.Action<RuntimeException> statement = write.prepare(transactions.connection(), stream, save);
            return StoreWork.write(transactions, statement, () -> {
                events.recorded(stream, save.version(), save.events());
                save.saved(next(save));
                return save;
            });
        });
    }

    @Override
    public A update(I id, Consumer<? super A> decision) {
        return ConflictRetry.call(transactions, attempts, () -> {
            A root = get(id);
            decision.accept(root);
            save(root);
            return root;
        });
    }

    /** Refuses, or gives the statement that writes the state. */
    private interface Write<E extends DomainEvent> {
        Transactions.Action<RuntimeException> prepare(Connection connection, StreamId stream, RootSave<E> save);
    }
}
