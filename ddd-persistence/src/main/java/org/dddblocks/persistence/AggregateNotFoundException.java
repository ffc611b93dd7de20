package org.dddblocks.persistence;

/** A root that must exist was never added. */
public final class AggregateNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String aggregate;

    /**
     * Names the missing root.
     *
     * @param aggregate type and id, such as {@code order/536365}
     */
    public AggregateNotFoundException(String aggregate) {
        super("There is no " + aggregate + ". Add it first, or use find(id) where it may be missing.");
        this.aggregate = aggregate;
    }

    /**
     * What is missing.
     *
     * @return type and id, such as {@code order/536365}
     */
    public String aggregate() {
        return aggregate;
    }
}
