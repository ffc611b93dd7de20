package org.dddblocks.shop.delivery.adapter;

import java.time.LocalDate;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.delivery.model.WorkingDays;
import org.dddblocks.shop.support.Sql;

/** The last day that is over, in a table of one row that is locked by whoever asks. */
public final class JdbcWorkingDays implements WorkingDays {
    private final Transactions transactions;

    /**
     * Wires it.
     *
     * @param transactions of delivery's database
     */
    public JdbcWorkingDays(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean isOver(LocalDate day) {
        return !day.isAfter(overUntil());
    }

    @Override
    public void close(LocalDate day) {
        if (day.isAfter(overUntil())) {
            Sql.run(
                    "close a day",
                    () -> Sql.update(transactions.connection(), "update delivery.calendar set over_until = ?", day));
        }
    }

    private LocalDate overUntil() {
        return Sql.run(
                "read the calendar",
                () -> Sql.first(
                                transactions.connection(),
                                row -> row.getObject(1, LocalDate.class),
                                "select over_until from delivery.calendar where id = 1 for update")
                        .orElseThrow());
    }
}
