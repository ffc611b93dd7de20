package org.dddblocks.shop;

/**
 * Hears of each step of the shop, after its commit.
 *
 * <p><b>Threads.</b> Called from many threads at once; must be quick and must not throw.
 */
public interface ShopListener {
    /** Hears nothing. */
    ShopListener NOBODY = new ShopListener() {
        @Override
        public void handled(String context, Object message) {}

        @Override
        public void happened(String context, Object event) {}
    };

    /**
     * A context did what a command or message of another context asked for.
     *
     * @param context which, such as {@code inventory}
     * @param message the command or message, a type of somebody's {@code api}
     */
    void handled(String context, Object message);

    /**
     * Something happened in a context.
     *
     * @param context which
     * @param event its domain event
     */
    void happened(String context, Object event);
}
