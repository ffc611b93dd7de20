package org.dddblocks.benchmarks.eventstore;

import java.util.Random;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.TypedId;

/** A ledger with one event, whose JSON has about 300 bytes. */
final class Booked {
    private Booked() {}

    record LedgerId(String value) implements TypedId<Ledger> {}

    sealed interface LedgerEvent extends DomainEvent {}

    record AmountBooked(long amount, String account, String text) implements LedgerEvent {
        static AmountBooked random(Random random) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 236)
                text.append(Long.toString(random.nextLong(Long.MAX_VALUE), 36)).append(' ');
            return new AmountBooked(
                    random.nextLong(1_000_000), "account-" + random.nextInt(10_000), text.substring(0, 236));
        }
    }

    record LedgerState(long balance, int bookings) {}

    static final class Ledger extends EventSourcedAggregateRoot<Ledger, LedgerId, LedgerEvent> {
        static final AggregateType<Ledger, LedgerId, LedgerEvent> TYPE = AggregateType.eventSourced(
                        "ledger", Ledger.class, LedgerEvent.class, Ledger::new)
                .on(AmountBooked.class, Ledger::booked)
                .build();

        static final SnapshotType<Ledger, LedgerState> SNAPSHOTS =
                SnapshotType.of(TYPE, 1, LedgerState.class, Ledger::state, Ledger::restore);

        private long balance;
        private int bookings;

        private Ledger(LedgerId id) {
            super(TYPE, id);
        }

        private void booked(AmountBooked event) {
            balance += event.amount();
            bookings++;
        }

        private void restore(LedgerState state) {
            balance = state.balance();
            bookings = state.bookings();
        }

        LedgerState state() {
            return new LedgerState(balance, bookings);
        }
    }
}
