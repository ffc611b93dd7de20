package org.dddblocks.core;

/**
 * Something that happened in the domain and that its experts care about; immutable, named in the past tense.
 *
 * <p><b>Shape.</b> A record, one of the sealed family of its root; it copies its lists. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * public sealed interface StockEvent extends DomainEvent {
 *     record StockTaken(Sku sku, int units) implements StockEvent {}
 *
 *     record StockCounted(List<Sku> missing) implements StockEvent {
 *         public StockCounted {
 *             missing = List.copyOf(missing);
 *         }
 *     }
 * }
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/eaaDev/DomainEvent.html">Fowler, Domain Event</a>
 */
public interface DomainEvent extends org.jmolecules.event.types.DomainEvent {}
