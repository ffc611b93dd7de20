package org.dddblocks.shop.replay;

/** Shows how far a replay is. Called by one thread. */
public interface Progress extends AutoCloseable {
    /**
     * Says how far it is.
     *
     * @param rows rows of the file whose commands were sent
     */
    void at(long rows);

    /**
     * Says what is being done.
     *
     * @param what in a few words
     */
    void now(String what);

    @Override
    void close();
}
