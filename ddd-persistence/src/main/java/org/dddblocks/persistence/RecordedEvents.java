package org.dddblocks.persistence;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/**
 * Receives a root's new events inside the transaction that saves it: what it writes commits with the root or not at all.
 *
 * <p><b>Shape.</b> Called at most once for each save, after the version check and only if this writer won; a second save
 * in one transaction brings only what the first did not. It writes through {@code transactions.connection()}. If it
 * fails, the whole transaction rolls back, even if somebody catches the exception. It must not wait for anything but the
 * database, and must not touch the root. <b>Threads.</b> Called on the thread of the transaction; one instance serves many.
 * <pre>{@code
 * Repository<Stock, Sku> stocks = StateRepository.on(database, Stock.TYPE, new StockRows())
 *         .recordedEvents(outbox.translating(new StockMessages()))
 *         .build();
 * }</pre>
 */
@FunctionalInterface
public interface RecordedEvents {
    /**
     * Receives the new events of one root.
     *
     * @param events of one stream, in order of their versions, at least one
     */
    void recorded(List<? extends EventEnvelope<? extends DomainEvent>> events);
}
