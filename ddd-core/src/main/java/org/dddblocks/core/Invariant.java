package org.dddblocks.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what always holds for a root, an entity or a value; tests check it again after each event.
 *
 * <p><b>Shape.</b> It stands on a method without parameters that returns {@code boolean} and changes nothing.
 *
 * <pre>{@code
 * @Invariant("no more is reserved than is on hand")
 * boolean reservedIsOnHand() {
 *     return reserved <= onHand;
 * }
 * }</pre>
 *
 * @see <a href="https://www.domainlanguage.com/ddd/reference/">Evans, Domain-Driven Design Reference, Aggregates</a>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Invariant {
    /**
     * The rule, in the words of the business.
     *
     * @return one sentence
     */
    String value();
}
