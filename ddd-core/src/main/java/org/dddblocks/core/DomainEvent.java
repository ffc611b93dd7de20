package org.dddblocks.core;

/**
 * Something that happened in the domain and that its experts care about; immutable, named in the past tense.
 *
 * <pre>{@code
 * sealed interface OrderEvent extends DomainEvent permits OrderPlaced, OrderCancelled {}
 * record OrderPlaced(OrderId id, List<OrderLine> lines) implements OrderEvent {
 *     OrderPlaced {
 *         lines = List.copyOf(lines);
 *     }
 * }
 * }</pre>
 *
 * @see <a href="https://martinfowler.com/eaaDev/DomainEvent.html">Fowler, Domain Event</a>
 */
public interface DomainEvent extends org.jmolecules.event.types.DomainEvent {}
