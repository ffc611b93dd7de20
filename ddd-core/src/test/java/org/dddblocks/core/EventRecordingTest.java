package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dddblocks.core.example.CustomerId;
import org.dddblocks.core.example.Order;
import org.dddblocks.core.example.OrderEvent.OrderCancelled;
import org.dddblocks.core.example.OrderEvent.OrderPaid;
import org.dddblocks.core.example.OrderEvent.OrderPlaced;
import org.dddblocks.core.example.OrderId;
import org.junit.jupiter.api.Test;

class EventRecordingTest {
    private static final OrderId ID = new OrderId("1");
    private static final CustomerId CUSTOMER = new CustomerId("c");

    sealed interface CounterEvent extends DomainEvent {}

    record Counted() implements CounterEvent {}

    record Recounted() implements CounterEvent {}

    record Failed() implements CounterEvent {}

    record CounterId(String value) implements TypedId<Counter> {}

    static final class Counter extends EventSourcedAggregateRoot<Counter, CounterId, CounterEvent> {
        static final AggregateType<Counter, CounterId, CounterEvent> TYPE = AggregateType.eventSourced(
                        "counter", Counter.class, CounterEvent.class, Counter::new)
                .on(Counted.class, (counter, e) -> counter.count++)
                .on(Recounted.class, (counter, e) -> counter.happens(new Counted()))
                .on(Failed.class, (counter, e) -> {
                    throw new IllegalStateException("handler failed");
                })
                .build();
        int count;

        Counter(CounterId id) {
            super(TYPE, id);
        }

        void happens(CounterEvent event) {
            record(event);
        }

        void decided(Decision<CounterEvent> decision) {
            record(decision);
        }
    }

    private final Counter counter = Counter.TYPE.blank(new CounterId("1"));

    @Test
    void a_command_records_what_happened_and_its_handler_changes_the_state() {
        Order order = Order.place(ID, CUSTOMER, "tea");
        order.cancel("late");

        assertThat(Changes.pending(order))
                .containsExactly(new OrderPlaced(ID, CUSTOMER, List.of("tea")), new OrderCancelled(ID, "late"));
        assertThat(order.status()).isEqualTo("CANCELLED");
        assertThat(Changes.version(order)).isZero();
    }

    @Test
    void an_event_recorded_inside_an_event_handler_is_refused_and_the_root_goes_on() {
        counter.happens(new Counted());

        assertThatThrownBy(() -> counter.happens(new Recounted()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "Counter 1 recorded Counted while it was applying Recounted",
                        "record further events in the command");

        assertThat(Changes.pending(counter)).containsExactly(new Counted());
        counter.happens(new Counted());
        assertThat(Changes.pending(counter)).hasSize(2);
        assertThat(counter.count).isEqualTo(2);
    }

    @Test
    void an_event_recorded_inside_an_event_handler_is_refused_while_replaying_too() {
        assertThatThrownBy(() -> Changes.replay(Counter.TYPE, counter, new Recounted()))
                .hasMessageContaining("while it was applying Recounted");
        assertThat(Changes.pending(counter)).isEmpty();
        assertThat(Changes.version(counter)).isZero();
    }

    @Test
    void an_event_whose_handler_throws_is_not_recorded() {
        assertThatThrownBy(() -> counter.happens(new Failed())).hasMessage("handler failed");
        assertThat(Changes.pending(counter)).isEmpty();

        counter.happens(new Counted());
        assertThat(Changes.pending(counter)).containsExactly(new Counted());
    }

    @Test
    void replaying_runs_no_decision_and_records_nothing() {
        Order order = Order.TYPE.blank(ID);

        Changes.replay(Order.TYPE, order, new OrderPlaced(ID, CUSTOMER, List.of("tea")));
        Changes.replay(Order.TYPE, order, new OrderPaid(ID));

        assertThat(order.status()).isEqualTo("PAID");
        assertThat(order.decisions()).isZero();
        assertThat(Changes.version(order)).isEqualTo(2);
        assertThat(Changes.pending(order)).isEmpty();
    }

    @Test
    void a_null_event_is_refused_by_roots_of_both_kinds() {
        assertThatThrownBy(() -> counter.happens(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The event of Counter 1 is null");
        assertThatThrownBy(() -> counter.decided(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_root_records_what_a_decider_decided() {
        counter.decided(Decision.accepted(new Counted(), new Counted()));
        assertThat(counter.count).isEqualTo(2);

        assertThatThrownBy(() -> counter.decided(Decision.rejected("COUNTER_FULL", "Full.")))
                .isEqualTo(new DomainRejection("COUNTER_FULL", "Full."));
        assertThat(Changes.pending(counter)).hasSize(2);
    }

    @Test
    void a_refused_command_changes_nothing() {
        Order order = Order.place(ID, CUSTOMER, "tea");
        order.pay();

        assertThatThrownBy(() -> order.cancel("late"))
                .isEqualTo(new DomainRejection("ORDER_NOT_PLACED", "Order %s is %s.", ID, "PAID"))
                .hasMessage("Order 1 is PAID.");
        assertThat(Changes.pending(order)).hasSize(2);
        assertThat(order.status()).isEqualTo("PAID");
    }
}
