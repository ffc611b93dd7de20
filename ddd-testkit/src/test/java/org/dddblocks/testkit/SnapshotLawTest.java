package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.Money;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.TypedId;
import org.dddblocks.testkit.model.Account;
import org.dddblocks.testkit.model.AccountEvent;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountEvent.MoneyDeposited;
import org.dddblocks.testkit.model.AccountEvent.MoneyWithdrawn;
import org.dddblocks.testkit.model.AccountId;
import org.junit.jupiter.api.Test;

/** The law holds for random histories, and finds a record that forgets something. */
class SnapshotLawTest {
    private static final AccountId ID = new AccountId("1");

    @Property(tries = 200)
    void a_snapshot_and_the_tail_give_what_a_replay_gives(@ForAll("histories") List<AccountEvent> history) {
        SnapshotLaw.holds(Account.TYPE, Account.SNAPSHOTS, ID, history);
    }

    @Provide
    Arbitrary<List<AccountEvent>> histories() {
        Arbitrary<Money> amounts = Arbitraries.integers()
                .between(0, 10_000)
                .map(pence -> Money.of("0.01", "GBP").times(pence));
        return Arbitraries.oneOf(
                        amounts.map(amount -> (AccountEvent) new MoneyDeposited(ID, amount)),
                        amounts.map(amount -> (AccountEvent) new MoneyWithdrawn(ID, amount)),
                        Arbitraries.just((AccountEvent) new AccountOpened(ID)))
                .list()
                .ofMaxSize(25);
    }

    @Test
    void a_record_that_forgets_what_an_event_changed_is_found_out_with_the_cut() {
        MoneyDeposited ten = new MoneyDeposited(ID, Money.of("10", "GBP"));
        assertThatThrownBy(() -> SnapshotLaw.holds(
                        Forgetful.TYPE, Forgetful.SNAPSHOTS, new Forgetful.ForgetfulId("1"), List.of(ten, ten, ten)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("after event 1 of 3");
    }

    static final class Forgetful extends EventSourcedAggregateRoot<Forgetful, Forgetful.ForgetfulId, AccountEvent> {
        static final AggregateType<Forgetful, ForgetfulId, AccountEvent> TYPE = AggregateType.eventSourced(
                        "forgetful", Forgetful.class, AccountEvent.class, Forgetful::new)
                .on(AccountOpened.class, (root, e) -> {})
                .on(MoneyDeposited.class, (root, e) -> root.sum += ++root.count)
                .on(MoneyWithdrawn.class, (root, e) -> {})
                .build();
        static final SnapshotType<Forgetful, State> SNAPSHOTS = SnapshotType.of(
                TYPE, 1, State.class, root -> new State(root.sum), (root, state) -> root.sum = state.sum());

        private int sum;
        private int count;

        Forgetful(ForgetfulId id) {
            super(TYPE, id);
        }

        record ForgetfulId(String value) implements TypedId<Forgetful> {}

        record State(int sum) {}
    }
}
