package org.dddblocks.benchmarks;

import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.TypedId;

/** An account with six events, folded by its described type or, the same way, by a hand-written visitor. */
final class Account extends EventSourcedAggregateRoot<Account, Account.Id, Account.Event> {
    static final AggregateType<Account, Id, Event> TYPE = AggregateType.eventSourced(
                    "account", Account.class, Event.class, Account::new)
            .on(Opened.class, Account::opened)
            .on(Deposited.class, Account::deposited)
            .on(Withdrawn.class, Account::withdrawn)
            .on(Limited.class, Account::limited)
            .on(Blocked.class, Account::blocked)
            .on(Unblocked.class, Account::unblocked)
            .build();

    private long balance;
    private long limit;
    private boolean blocked;

    Account(Id id) {
        super(TYPE, id);
    }

    long balance() {
        return blocked ? -limit : balance;
    }

    void opened(Opened e) {
        balance = e.amount();
    }

    void deposited(Deposited e) {
        balance += e.amount();
    }

    void withdrawn(Withdrawn e) {
        balance -= e.amount();
    }

    void limited(Limited e) {
        limit = e.amount();
    }

    void blocked(Blocked e) {
        blocked = true;
    }

    void unblocked(Unblocked e) {
        blocked = false;
    }

    record Id(String value) implements TypedId<Account> {}

    /** What happens to an account, with the door for a visitor. */
    sealed interface Event extends DomainEvent {
        void visit(Account account);
    }

    record Opened(long amount) implements Event {
        @Override
        public void visit(Account account) {
            account.opened(this);
        }
    }

    record Deposited(long amount) implements Event {
        @Override
        public void visit(Account account) {
            account.deposited(this);
        }
    }

    record Withdrawn(long amount) implements Event {
        @Override
        public void visit(Account account) {
            account.withdrawn(this);
        }
    }

    record Limited(long amount) implements Event {
        @Override
        public void visit(Account account) {
            account.limited(this);
        }
    }

    record Blocked(String why) implements Event {
        @Override
        public void visit(Account account) {
            account.blocked(this);
        }
    }

    record Unblocked(String why) implements Event {
        @Override
        public void visit(Account account) {
            account.unblocked(this);
        }
    }
}
