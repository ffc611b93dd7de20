package org.dddblocks.persistence.spi;

import java.time.Duration;

/**
 * The right of one node to do what only one may do at a time, until it is not renewed for its length.
 *
 * <p><b>Threads.</b> Immutable: whether it is still held, only the database knows. See {@link Leases}.
 *
 * @param name what only one may do, such as {@code projection/open-lines}
 * @param owner who may, unlike that of any other node
 * @param epoch counts the owners of this name, from 1: an older epoch can never write again
 * @param length how long it lasts after it was acquired or renewed
 */
public record Lease(String name, String owner, long epoch, Duration length) {
    @Override
    public String toString() {
        return name + ", epoch " + epoch + " of " + owner;
    }
}
