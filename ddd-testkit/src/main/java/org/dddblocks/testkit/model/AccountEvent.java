package org.dddblocks.testkit.model;

import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.Money;

/** What happens to an account. */
public sealed interface AccountEvent extends DomainEvent {
    /**
     * It exists.
     *
     * @param id which
     */
    record AccountOpened(AccountId id) implements AccountEvent {}

    /**
     * Money came in.
     *
     * @param id of the account
     * @param amount how much
     */
    record MoneyDeposited(AccountId id, Money amount) implements AccountEvent {}

    /**
     * Money went out.
     *
     * @param id of the account
     * @param amount how much
     */
    record MoneyWithdrawn(AccountId id, Money amount) implements AccountEvent {}
}
