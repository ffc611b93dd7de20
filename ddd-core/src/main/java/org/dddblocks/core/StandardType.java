package org.dddblocks.core;

import java.util.Optional;

/**
 * An enum whose values are standard types of the domain, each with a code that is stored and sent.
 *
 * <p><b>Shape.</b> The code is explicit, unique within its enum and stays when the constant is renamed, since names
 * are for sources and {@link Object#toString} is for people. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * enum PaymentMethod implements StandardType {
 *     CARD("card"),
 *     INVOICE("invoice");
 *
 *     private final String code;
 *
 *     PaymentMethod(String code) {
 *         this.code = code;
 *     }
 *
 *     @Override
 *     public String code() {
 *         return code;
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * PaymentMethod method = StandardType.of(PaymentMethod.class, "card");
 * }</pre>
 *
 * @see <a href="https://www.oreilly.com/library/view/implementing-domain-driven-design/9780133039900/">Vernon,
 *     Implementing Domain-Driven Design, chapter 6, Standard Types</a>
 */
public interface StandardType {
    /**
     * What is stored and sent for this value.
     *
     * @return the stable code, not blank
     */
    String code();

    /**
     * The value with a code.
     *
     * @param type the enum
     * @param code a code as it was stored or sent; compared as it is, case and blanks included
     * @param <T> the enum
     * @return the value, never {@code null}
     * @throws IllegalArgumentException if no value has that code; the message lists the codes
     * @throws IllegalStateException if two values of the enum share a code, or one has none
     */
    static <T extends Enum<T> & StandardType> T of(Class<T> type, String code) {
        return find(type, code)
                .orElseThrow(() -> new IllegalArgumentException("%s has no value with the code %s; it has %s."
                        .formatted(
                                type.getSimpleName(),
                                code,
                                StandardCodes.of(type).keySet())));
    }

    /**
     * The value with a code that may be unknown, such as one sent by a newer version.
     *
     * @param type the enum
     * @param code a code
     * @param <T> the enum
     * @return the value, or empty if no value has that code
     * @throws IllegalStateException if two values of the enum share a code, or one has none
     */
    static <T extends Enum<T> & StandardType> Optional<T> find(Class<T> type, String code) {
        Texts.given(type, "The standard type");
        Texts.given(code, "The code of a " + type.getSimpleName());
        return Optional.ofNullable(type.cast(StandardCodes.of(type).get(code)));
    }
}
