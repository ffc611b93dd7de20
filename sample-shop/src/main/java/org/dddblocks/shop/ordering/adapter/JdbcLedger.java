package org.dddblocks.shop.ordering.adapter;

import org.dddblocks.persistence.Transactions;
import org.dddblocks.shop.ordering.model.Ledger;
import org.dddblocks.shop.ordering.model.LedgerEntry;
import org.dddblocks.shop.support.Sql;

/** The ledger in a table. */
public final class JdbcLedger implements Ledger {
    private final Transactions transactions;

    /**
     * Wires it.
     *
     * @param transactions of ordering's database
     */
    public JdbcLedger(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean enter(LedgerEntry entry) {
        return Sql.insertOnce(
                transactions.connection(),
                "insert into ordering.ledger_entry (entry_id, kind, code, description, entered_on, amount)"
                        + " values (?, ?, ?, ?, ?, ?)",
                entry.id(),
                entry.kind(),
                entry.code(),
                entry.description(),
                entry.on(),
                entry.amount().amount());
    }
}
