package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dddblocks.core.example.Customer;
import org.dddblocks.core.example.CustomerId;
import org.dddblocks.core.example.Order;
import org.dddblocks.core.example.OrderEvent;
import org.dddblocks.core.example.OrderEvent.OrderCancelled;
import org.dddblocks.core.example.OrderEvent.OrderPaid;
import org.dddblocks.core.example.OrderId;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final OrderId ID = new OrderId("1");

    private final Order order = Order.place(ID, new CustomerId("c"), "tea");

    @Test
    void pending_events_survive_until_a_store_says_that_they_are_committed() {
        order.pay();
        List<OrderEvent> first = Changes.pending(order);
        assertThat(Changes.pending(order)).isEqualTo(first);

        Changes.committed(order, 2, 2);

        assertThat(Changes.pending(order)).isEmpty();
        assertThat(Changes.version(order)).isEqualTo(2);
    }

    @Test
    void events_recorded_after_a_save_stay_pending_when_the_save_commits() {
        int saved = Changes.pending(order).size();
        order.cancel("late");

        Changes.committed(order, 1, saved);

        assertThat(Changes.pending(order)).containsExactly(new OrderCancelled(ID, "late"));
        assertThat(Changes.version(order)).isEqualTo(1);
    }

    @Test
    void the_list_of_pending_events_is_a_copy() {
        List<OrderEvent> before = Changes.pending(order);
        order.pay();

        assertThat(before).hasSize(1);
        assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_commit_that_the_root_cannot_have_had_is_refused() {
        assertThatThrownBy(() -> Changes.committed(order, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("committed events of Order 1 is 2", "0 to 1");
        assertThatThrownBy(() -> Changes.committed(order, -1, 1)).hasMessageContaining("at least 0");
        assertThat(Changes.pending(order)).hasSize(1);
        assertThat(Changes.version(order)).isZero();
    }

    @Test
    void a_loaded_root_has_its_version_and_no_pending_events() {
        Customer customer = new Customer(new CustomerId("c"));
        Changes.restored(customer, 7);
        assertThat(Changes.version(customer)).isEqualTo(7);

        assertThatThrownBy(() -> Changes.restored(customer, -1)).hasMessageContainingAll("is -1", "0 or more");
        assertThatThrownBy(() -> Changes.restored(order, 7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("Order 1 cannot be restored", "1 pending events", "without record");
    }

    @Test
    void a_root_with_pending_events_cannot_be_replayed() {
        assertThatThrownBy(() -> Changes.replay(Order.TYPE, order, new OrderPaid(ID)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be replayed");
    }
}
