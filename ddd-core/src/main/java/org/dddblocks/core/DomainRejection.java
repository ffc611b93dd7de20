package org.dddblocks.core;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A refusal the business knows, with a stable code for programs and a sentence for people.
 *
 * <p><b>Shape.</b> An object-style root throws it, a {@link Decider} returns it, between contexts a message stands for
 * it. It is no fault: it carries no stack trace, no cause and no suppressed exceptions, and two refusals with the same
 * code, message and arguments are equal. The text is the same in every locale. <b>Threads.</b> Immutable; as far as its
 * arguments are.
 *
 * <pre>{@code
 * throw new DomainRejection("ORDER_SHIPPED", "Order %s is %s.", id, status);
 * }</pre>
 */
public final class DomainRejection extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");

    private final String code;
    private final Arguments arguments;

    /**
     * Creates a refusal.
     *
     * @param code stable code: upper case letters, digits and underscores, at most 100
     * @param message a format for people, see {@link String#format(String, Object...)}; a {@link TypedId} is shown by
     *     its text. A message that is no valid format is shown as it is, followed by the arguments
     * @param arguments its arguments, {@code null} allowed
     * @throws IllegalArgumentException if {@code code} is not of that form or {@code message} is {@code null}
     */
    public DomainRejection(String code, String message, @Nullable Object... arguments) {
        super(text(message, arguments), null, false, false);
        Texts.check(
                CODE.matcher(Texts.given(code, "The code of a rejection")).matches(),
                "The code of a rejection",
                code,
                "upper case letters, digits and underscores, such as ORDER_SHIPPED");
        this.code = code;
        this.arguments = new Arguments(arguments);
    }

    private static String text(String message, @Nullable Object @Nullable [] arguments) {
        Texts.given(message, "The message of a rejection");
        @Nullable Object[] texts = Texts.of(orNull(arguments));
        try {
            return String.format(Locale.ROOT, message, texts);
        } catch (IllegalFormatException e) {
            // The refusal matters more than its wording: it must not turn into a fault.
            return texts.length == 0 ? message : message + " " + Arrays.toString(texts);
        }
    }

    // require(…, "%s", null) hands over no array at all, and means one null argument.
    private static @Nullable Object[] orNull(@Nullable Object @Nullable [] arguments) {
        return arguments == null ? new Object[] {null} : arguments;
    }

    /**
     * What programs decide on.
     *
     * @return the stable code
     */
    public String code() {
        return code;
    }

    /**
     * The arguments of the message. After serialization, arguments other than strings, numbers, enums and the value
     * types of the JDK have become their text.
     *
     * @return an unmodifiable list, which may hold {@code null}
     */
    public List<@Nullable Object> arguments() {
        return arguments.values;
    }

    /**
     * Whether the other object is the same refusal.
     *
     * @param other anything
     * @return whether code, message and arguments are equal
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DomainRejection that
                && code.equals(that.code)
                && String.valueOf(getMessage()).equals(that.getMessage())
                && arguments.values.equals(that.arguments.values);
    }

    /**
     * A hash code by code and message.
     *
     * @return the hash code
     */
    @Override
    public int hashCode() {
        return 31 * code.hashCode() + String.valueOf(getMessage()).hashCode();
    }

    /**
     * The code and the sentence.
     *
     * @return such as {@code DomainRejection ORDER_SHIPPED: Order 42 is SHIPPED.}
     */
    @Override
    public String toString() {
        return "DomainRejection " + code + ": " + getMessage();
    }

    /** Travels as values that every JVM has: a refusal must not fail to be sent because of what it talks about. */
    private static final class Arguments implements Serializable {
        private static final long serialVersionUID = 1L;

        private final transient List<@Nullable Object> values;

        Arguments(@Nullable Object @Nullable [] values) {
            this.values = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(orNull(values))));
        }

        private Object writeReplace() {
            return new Written(values.stream().map(Arguments::portable).toArray());
        }

        private static @Nullable Object portable(@Nullable Object value) {
            if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Character) {
                return value;
            }
            String type = value.getClass().getName();
            boolean kept = value instanceof String || type.startsWith("java.time.") || type.equals("java.util.UUID");
            return kept ? value : String.valueOf(Texts.of(value));
        }
    }

    private record Written(@Nullable Object[] values) implements Serializable {
        private Object readResolve() {
            return new Arguments(values);
        }
    }
}
