package org.dddblocks.core;

/**
 * Measures, quantifies or describes a thing in the domain: a record.
 *
 * <p><b>Shape.</b> Vernon's traits: it is immutable, a conceptual whole, replaced instead of changed, equal to another
 * by its values, and free of side effects. A record keeps them if its compact constructor checks its values and copies
 * its lists ({@code lines = List.copyOf(lines)}) and if it holds no array. <b>Threads.</b> Immutable.
 *
 * @see <a href="https://martinfowler.com/bliki/ValueObject.html">Fowler, Value Object</a>
 * @see <a href="https://www.oreilly.com/library/view/implementing-domain-driven-design/9780133039900/">Vernon,
 *     Implementing Domain-Driven Design, chapter 6</a>
 */
public interface ValueObject extends org.jmolecules.ddd.types.ValueObject {}
