package org.dddblocks.persistence.spi;

import org.dddblocks.persistence.PersistenceException;

/**
 * Another node took over a lease while this one was paused or cut off: what this one was about to commit is rolled back,
 * and the other one does it.
 */
public final class LeaseLostException extends PersistenceException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(Lease lease) {
        super(
                ("The lease %s was taken over by another node, because it was not renewed for %s. Nothing of this transaction"
                                + " is stored; the other node does the work. If nodes lose leases often, make the lease longer"
                                + " or the pauses of this process shorter.")
                        .formatted(lease, lease.length()));
    }
}
