package org.dddblocks.shop.delivery.model;

import java.time.LocalDate;

/** Which days are over. Both methods keep others from closing a day until the transaction ends. */
public interface WorkingDays {
    /**
     * Whether a day is over.
     *
     * @param day which
     * @return true if it, or a later one, was closed
     */
    boolean isOver(LocalDate day);

    /**
     * Closes a day and all before it.
     *
     * @param day which
     */
    void close(LocalDate day);
}
