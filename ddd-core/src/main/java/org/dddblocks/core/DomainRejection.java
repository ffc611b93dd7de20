package org.dddblocks.core;

import java.util.List;
import java.util.Locale;

/** A refusal the business knows: no fault, so it carries no stack trace. */
public final class DomainRejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Object> arguments;

    /**
     * Creates a refusal.
     *
     * @param code stable code, upper case with underscores
     * @param message a format for people
     * @param arguments its arguments
     */
    public DomainRejection(String code, String message, Object... arguments) {
        super(String.format(Locale.ROOT, message, arguments), null, false, false);
        this.code = code;
        this.arguments = List.of(arguments);
    }

    /**
     * The stable code.
     *
     * @return the code
     */
    public String code() {
        return code;
    }

    /**
     * The arguments of the message.
     *
     * @return an unmodifiable list
     */
    public List<Object> arguments() {
        return arguments;
    }
}
