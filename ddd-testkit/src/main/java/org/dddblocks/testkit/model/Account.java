package org.dddblocks.testkit.model;

import org.dddblocks.core.AggregateType;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.Money;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountEvent.MoneyDeposited;
import org.dddblocks.testkit.model.AccountEvent.MoneyWithdrawn;

/** The event-sourced root of the contract suites. */
public final class Account extends EventSourcedAggregateRoot<Account, AccountId, AccountEvent> {
    /** Its description. */
    public static final AggregateType<Account, AccountId, AccountEvent> TYPE = AggregateType.eventSourced(
                    "account", Account.class, AccountEvent.class, Account::new)
            .on(AccountOpened.class, (account, e) -> {})
            .on(MoneyDeposited.class, (account, e) -> account.balance = account.balance.plus(e.amount()))
            .on(MoneyWithdrawn.class, (account, e) -> account.balance = account.balance.minus(e.amount()))
            .build();

    /** Its snapshots. */
    public static final SnapshotType<Account, AccountState> SNAPSHOTS =
            SnapshotType.of(TYPE, 1, AccountState.class, Account::snapshot, Account::restore);

    /**
     * All that its events change.
     *
     * @param balance what is there
     */
    public record AccountState(Money balance) {}

    private Money balance = Money.zero("GBP");

    private Account(AccountId id) {
        super(TYPE, id);
    }

    private AccountState snapshot() {
        return new AccountState(balance);
    }

    private void restore(AccountState state) {
        balance = state.balance();
    }

    /**
     * Opens an account.
     *
     * @param id its number
     * @return the account, with nothing on it
     */
    public static Account open(AccountId id) {
        Account account = new Account(id);
        account.record(new AccountOpened(id));
        return account;
    }

    /**
     * Pays in.
     *
     * @param amount how much
     */
    public void deposit(Money amount) {
        record(new MoneyDeposited(id(), amount));
    }

    /**
     * Pays out what is there.
     *
     * @param amount how much
     */
    public void withdraw(Money amount) {
        require(balance.compareTo(amount) >= 0, "BALANCE_SHORT", "Account %s holds %s only.", id(), balance);
        record(new MoneyWithdrawn(id(), amount));
    }

    /**
     * What is there.
     *
     * @return the balance
     */
    public Money balance() {
        return balance;
    }
}
