package org.dddblocks.shop.ordering.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.Money;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderConfirmed;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderDelivered;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderPlaced;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderRejected;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsCancelled;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsReturned;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final OrderId ID = new OrderId("536365");
    private static final CreditNoteId NOTE = new CreditNoteId("C536379");
    private static final LocalDate DAY = LocalDate.of(2010, 12, 1);
    private static final Sku HEART = new Sku("85123a");
    private static final LineUnits TWO_HEARTS = new LineUnits(1, HEART, 2);

    @Test
    void a_placed_order_remembers_its_lines() {
        Order order = placed();
        assertThat(Changes.pending(order)).singleElement().isInstanceOf(OrderPlaced.class);
        assertThat(order.openUnits(1)).isEqualTo(6);
        assertThat(order.openUnits(9)).isZero();
    }

    @Test
    void an_order_without_goods_is_refused() {
        Charge postage = new Charge(1, "POST", "POSTAGE", Money.of("18.00", "GBP"));
        refused("ORDER_WITHOUT_LINES", () -> place(List.of(), List.of(postage)));
    }

    @Test
    void a_line_number_is_used_once() {
        refused("LINE_NUMBER_TWICE", () -> place(List.of(hearts(1), hearts(1)), List.of()));
    }

    @Test
    void an_order_that_costs_less_than_nothing_is_refused() {
        Charge discount = new Charge(2, "D", "Discount", Money.of("-15.31", "GBP"));
        refused("ORDER_TOTAL_NEGATIVE", () -> place(List.of(hearts(1)), List.of(discount)));
    }

    @Test
    void an_order_number_that_no_table_holds_is_refused() {
        assertThatThrownBy(() -> new OrderId("5".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 64 characters");
    }

    @Test
    void two_lines_of_one_product_are_kept_apart() {
        Order order = place(List.of(hearts(1), hearts(2)), List.of());
        order.credit(NOTE, DAY, List.of(TWO_HEARTS));
        assertThat(order.openUnits(1)).isEqualTo(4);
        assertThat(order.openUnits(2)).isEqualTo(6);
    }

    @Test
    void units_credited_on_the_day_of_the_order_are_cancelled() {
        Order order = placed();
        order.credit(NOTE, DAY, List.of(TWO_HEARTS));
        assertThat(Changes.pending(order)).last().isEqualTo(new UnitsCancelled(ID, NOTE, List.of(TWO_HEARTS)));
    }

    @Test
    void units_credited_on_a_later_day_are_returned() {
        Order order = placed();
        order.credit(NOTE, DAY.plusDays(1), List.of(TWO_HEARTS));
        assertThat(Changes.pending(order)).last().isEqualTo(new UnitsReturned(ID, NOTE, List.of(TWO_HEARTS)));
    }

    @Test
    void more_units_than_are_open_are_not_credited() {
        Order order = placed();
        order.credit(NOTE, DAY, List.of(new LineUnits(1, HEART, 5)));
        refused("MORE_THAN_ORDERED", () -> order.credit(NOTE, DAY, List.of(TWO_HEARTS)));
        assertThat(order.openUnits(1)).isEqualTo(1);
    }

    @Test
    void a_confirmation_happens_once() {
        Order order = placed();
        assertThat(order.confirm()).isTrue();
        assertThat(order.confirm()).isFalse();
        assertThat(Changes.pending(order)).last().isEqualTo(new OrderConfirmed(ID));
        assertThat(Changes.pending(order)).hasSize(2);
    }

    @Test
    void a_rejected_order_knows_why_and_is_never_confirmed_or_delivered() {
        Order order = after(Order::confirm);
        assertThat(order.reject("out of stock")).isTrue();
        assertThat(order.reject("again")).isFalse();
        assertThat(Changes.pending(order)).last().isEqualTo(new OrderRejected(ID, "out of stock"));
        assertThat(order.rejection()).isEqualTo("out of stock");
        assertThat(order.confirm()).isFalse();
        refused("ORDER_NOT_CONFIRMED", () -> order.deliver(DAY));
        refused("ORDER_REJECTED", () -> order.credit(NOTE, DAY, List.of(TWO_HEARTS)));
    }

    @Test
    void a_delivered_order_is_delivered_once_and_never_rejected() {
        Order order = after(Order::confirm);
        assertThat(order.deliver(DAY)).isTrue();
        assertThat(order.deliver(DAY)).isFalse();
        assertThat(Changes.pending(order)).last().isEqualTo(new OrderDelivered(ID, DAY));
        refused("ORDER_DELIVERED", () -> order.reject("too late"));
    }

    @Test
    void an_order_that_nobody_confirmed_is_not_delivered() {
        refused("ORDER_NOT_CONFIRMED", () -> placed().deliver(DAY));
    }

    private static Order placed() {
        return place(List.of(hearts(1)), List.of());
    }

    private static Order after(Consumer<Order> happened) {
        Order order = placed();
        happened.accept(order);
        return order;
    }

    private static Order place(List<Line> lines, List<Charge> charges) {
        return Order.place(ID, new CustomerId("17850"), "United Kingdom", DAY.atTime(8, 26), lines, charges);
    }

    private static Line hearts(int number) {
        return new Line(number, HEART, "WHITE HANGING HEART T-LIGHT HOLDER", 6, Money.of("2.55", "GBP"));
    }

    private static void refused(String code, Runnable command) {
        assertThatThrownBy(command::run)
                .isInstanceOfSatisfying(
                        DomainRejection.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
