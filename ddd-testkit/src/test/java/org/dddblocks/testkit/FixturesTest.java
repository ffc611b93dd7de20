package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.testkit.Fixtures.given;
import static org.dddblocks.testkit.Fixtures.givenState;

import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.Invariant;
import org.dddblocks.core.Money;
import org.dddblocks.core.TypedId;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountEvent.MoneyDeposited;
import org.dddblocks.testkit.model.AccountEvent.MoneyWithdrawn;
import org.dddblocks.testkit.model.AccountId;
import org.dddblocks.testkit.model.Shelf;
import org.dddblocks.testkit.model.ShelfEvent.UnitsStored;
import org.dddblocks.testkit.model.ShelfId;
import org.junit.jupiter.api.Test;

class FixturesTest {
    private static final ShelfId A4 = new ShelfId("A4");
    private static final AccountId ID = new AccountId("1");
    private static final Money FIVE = Money.of("5", "GBP");
    private static final Money SIX = Money.of("6", "GBP");
    private static final AccountOpened OPENED = new AccountOpened(ID);
    private static final MoneyDeposited DEPOSITED = new MoneyDeposited(ID, FIVE);

    record GlassId(String value) implements TypedId<Glass> {}

    /** Holds one thing at most, and forgets to say so. */
    static final class Glass extends AggregateRoot<Glass, GlassId, DomainEvent> {
        private int filled;

        Glass() {
            super(new GlassId("1"));
        }

        void fill(int by) {
            filled += by;
        }

        @Invariant("a glass holds one thing at most")
        private boolean holdsOneAtMost() {
            return filled <= 1;
        }
    }

    @Test
    void what_was_expected_passes() {
        given(Account.TYPE, ID)
                .events(OPENED, DEPOSITED)
                .when(account -> account.withdraw(FIVE))
                .then(new MoneyWithdrawn(ID, FIVE));
        given(Account.TYPE, ID)
                .events(OPENED, DEPOSITED)
                .when(account -> account.withdraw(SIX))
                .thenRejected("BALANCE_SHORT");
        givenState(() -> Shelf.build(A4)).when(shelf -> shelf.store(3)).then(new UnitsStored(A4, 3));
        given(Account.TYPE, ID).events(OPENED).when(account -> {}).then();
    }

    @Test
    void other_events_fail() {
        assertThatThrownBy(() -> given(Account.TYPE, ID)
                        .events(OPENED)
                        .when(account -> account.deposit(FIVE))
                        .then(new MoneyDeposited(ID, SIX)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the events of the command");
        assertThatThrownBy(() -> given(Account.TYPE, ID)
                        .events(OPENED)
                        .when(account -> account.deposit(FIVE))
                        .then())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void a_rejection_that_was_not_expected_and_one_that_did_not_come_fail() {
        assertThatThrownBy(() -> given(Account.TYPE, ID)
                        .events(OPENED)
                        .when(account -> account.withdraw(FIVE))
                        .then())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("was rejected", "BALANCE_SHORT");
        assertThatThrownBy(() -> given(Account.TYPE, ID)
                        .events(OPENED)
                        .when(account -> account.deposit(FIVE))
                        .thenRejected("BALANCE_SHORT"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not rejected");
        assertThatThrownBy(() -> given(Account.TYPE, ID)
                        .events(OPENED)
                        .when(account -> account.withdraw(FIVE))
                        .thenRejected("OTHER"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("OTHER");
    }

    @Test
    void an_event_recorded_before_the_rejection_fails() {
        assertThatThrownBy(() -> given(Account.TYPE, ID)
                        .events(OPENED)
                        .when(account -> {
                            account.deposit(FIVE);
                            account.withdraw(SIX);
                        })
                        .thenRejected("BALANCE_SHORT"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("before the rejection");
    }

    @Test
    void a_broken_invariant_fails_with_its_words() {
        assertThatThrownBy(() -> givenState(Glass::new).when(glass -> glass.fill(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("a glass holds one thing at most", "after the command");
        givenState(Glass::new).when(glass -> glass.fill(1)).then();
    }

    @Test
    void a_fault_passes_through() {
        assertThatThrownBy(() -> givenState(Glass::new).when(glass -> {
                    throw new IllegalStateException("fault");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("fault");
    }
}
