package org.dddblocks.testkit;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.Money;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.testkit.model.AccountEvent.AccountOpened;
import org.dddblocks.testkit.model.AccountEvent.MoneyDeposited;
import org.dddblocks.testkit.model.AccountId;
import org.junit.jupiter.api.BeforeEach;

/** The given of every test of an event store: an empty one, and events for it. */
abstract class StoreUnderTest {
    static final StreamId STREAM = new StreamId("account", "42");
    static final StreamId OTHER = new StreamId("account", "43");
    static final AccountOpened OPENED = new AccountOpened(new AccountId("42"));

    private EventStore store;

    /**
     * A store without events, another one on each call.
     *
     * @return the store under test
     */
    protected abstract EventStore emptyStore();

    @BeforeEach
    void begin() {
        store = emptyStore();
    }

    final EventStore store() {
        return store;
    }

    /** Fewer where a contract runs many times over. */
    int rounds(int full) {
        return full;
    }

    static MoneyDeposited deposited(int pounds) {
        return new MoneyDeposited(new AccountId("42"), Money.of(Integer.toString(pounds), "GBP"));
    }

    static List<DomainEvent> events(List<? extends EventEnvelope<? extends DomainEvent>> envelopes) {
        return envelopes.stream().<DomainEvent>map(EventEnvelope::event).toList();
    }

    final List<DomainEvent> feed() {
        return store.readFeed(0, 1000).entries().stream()
                .map(entry -> entry.envelope().event())
                .toList();
    }
}
