package org.dddblocks.testkit;

import org.dddblocks.core.Money;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountEvent;
import org.dddblocks.testkit.model.AccountId;

/**
 * What a repository on an {@link EventStore} promises: the same as one on state.
 *
 * <p>Extend it, return an empty store, run.
 */
@SuppressWarnings("exports") // the model's types are nobody's business but the kit's
public abstract class EventSourcedRepositoryContract extends RepositoryContract<Account, AccountId, AccountEvent> {
    private EventStore store = InMemoryEventStore.create();

    /** For subclasses. */
    protected EventSourcedRepositoryContract() {}

    /**
     * A store without events, another one on each call.
     *
     * @return the store under test
     */
    protected abstract EventStore emptyStore();

    @Override
    final Transactions begin() {
        store = emptyStore();
        return store.transactions();
    }

    @Override
    final Repository<Account, AccountId> repository(RecordedEvents receiver) {
        return store.repository(Account.TYPE).recordedEvents(receiver).build();
    }

    @Override
    final AccountId id(String value) {
        return new AccountId(value);
    }

    @Override
    final Account create(AccountId id) {
        return Account.open(id);
    }

    @Override
    final void change(Account account, int by) {
        account.deposit(Money.of(Integer.toString(by), "GBP"));
    }

    @Override
    final int total(Account account) {
        return account.balance().amount().intValueExact();
    }
}
