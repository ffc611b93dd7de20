package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.dddblocks.shop.Shopping.DAY;
import static org.dddblocks.shop.Shopping.PATIENCE;
import static org.dddblocks.shop.Shopping.creditNote;
import static org.dddblocks.shop.Shopping.endDay;
import static org.dddblocks.shop.Shopping.order;
import static org.dddblocks.shop.Shopping.place;
import static org.dddblocks.shop.Shopping.pounds;
import static org.dddblocks.shop.Shopping.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dddblocks.core.Money;
import org.dddblocks.shop.inventory.api.AdjustStock;
import org.dddblocks.shop.inventory.application.InventoryTotals;
import org.dddblocks.shop.ordering.api.LineItem;
import org.dddblocks.shop.ordering.api.PlaceOrder;
import org.dddblocks.shop.ordering.application.OrderingTotals;
import org.dddblocks.shop.payment.application.PaymentTotals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an order goes through, from placed to its end, on any database. */
abstract class FlowContract {
    private static final String RESERVE = "inventory.ReserveStock";
    private static final String AUTHORISE = "payment.AuthorisePayment";
    private static final String CAPTURE = "payment.CapturePayment";

    private final Steps steps = new Steps();
    private final Lever lever = new Lever();
    private Shop shop;

    /** An empty database. */
    abstract ShopConfig fresh();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void an_order_is_accepted_reserved_paid_delivered_and_completed() {
        open();
        place(shop, order("A", "HEART 6", "LANTERN 1"));
        assertThat(shop.deliveries().totals().scheduled()).isEqualTo(1);
        endDay(shop);
        assertThat(shop.counts().sagas()).containsExactlyEntriesOf(Map.of("COMPLETED", 1L));
        OrderingTotals orders = shop.ordering().totals();
        assertThat(orders.completed()).isEqualTo(1);
        assertThat(orders.total()).isEqualTo(pounds("17.50"));
        assertThat(shop.payments().totals().capturedAmount()).isEqualTo(pounds("17.50"));
        assertThat(shop.deliveries().totals().delivered()).isEqualTo(1);
        units(93, 0, 7);
    }

    @Test
    void an_order_out_of_stock_is_rejected_with_the_reason_and_the_bank_is_never_asked() {
        open();
        place(shop, order("A", "HEART 6", "LANTERN 51"));
        assertThat(shop.counts().sagas()).containsExactlyEntriesOf(Map.of("COMPENSATED", 1L));
        assertThat(shop.ordering().totals().rejected()).isEqualTo(1);
        assertThat(reason("A")).isEqualTo("out of stock: 1 x LANTERN");
        assertThat(steps.seen()).contains("payment PaymentCalledOff").doesNotContain("payment <- AuthorisePayment");
        assertThat(shop.inventory().totals().outOfStock()).isEqualTo(1);
        units(100, 0, 0);
    }

    @Test
    void a_declined_order_is_rejected_and_all_its_stock_is_free_again() {
        open(fresh().declining(amount -> amount.compareTo(pounds("10.00")) > 0));
        place(shop, order("A", "HEART 6", "LANTERN 1"));
        assertThat(shop.counts().sagas()).containsExactlyEntriesOf(Map.of("COMPENSATED", 1L));
        assertThat(reason("A")).isEqualTo("the bank declined 17.50 GBP");
        PaymentTotals payments = shop.payments().totals();
        assertThat(payments.declined()).isEqualTo(1);
        assertThat(payments.declinedAmount()).isEqualTo(pounds("17.50"));
        assertThat(shop.inventory().totals().releasedUnits()).isEqualTo(7);
        units(100, 0, 0);
        assertThat(steps.seen()).doesNotContain("payment <- CapturePayment", "delivery <- ShipOrder");
    }

    @Test
    void units_cancelled_before_the_reservation_are_not_reserved() {
        lever.hold(RESERVE);
        open();
        shop.ordering().place(order("A", "HEART 6"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 2"));
        seen("inventory <- OrderUnitsWereCancelled");
        lever.release(RESERVE);
        shop.drain(PATIENCE);
        units(100, 4, 0);
        endDay(shop);
        units(96, 0, 4);
        assertThat(shop.payments().totals().refundedAmount()).isEqualTo(pounds("5.00"));
    }

    @Test
    void units_cancelled_after_the_reservation_are_free_again() {
        open();
        place(shop, order("A", "HEART 6"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 2"));
        shop.drain(PATIENCE);
        units(100, 4, 0);
        assertThat(shop.inventory().totals().releasedUnits()).isEqualTo(2);
        endDay(shop);
        units(96, 0, 4);
    }

    @Test
    void an_order_cancelled_as_a_whole_sends_no_parcel_and_comes_to_its_end() {
        open();
        place(shop, order("A", "HEART 6"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 6"));
        shop.drain(PATIENCE);
        endDay(shop);
        assertThat(shop.counts().sagas()).containsExactlyEntriesOf(Map.of("COMPLETED", 1L));
        assertThat(shop.deliveries().totals().dropped()).isEqualTo(1);
        assertThat(shop.deliveries().totals().delivered()).isZero();
        units(100, 0, 0);
    }

    @Test
    void units_returned_on_a_later_day_go_back_on_the_shelf_and_are_refunded() {
        open();
        place(shop, order("A", "HEART 6"));
        endDay(shop);
        shop.ordering().issue(creditNote("C1", DAY.plusDays(23), "heart 1", "HEART 9"));
        shop.drain(PATIENCE);
        InventoryTotals stock = shop.inventory().totals();
        assertThat(stock.returnedUnits()).isEqualTo(6);
        assertThat(stock.onHand()).isEqualTo(100);
        assertThat(shop.ordering().totals().creditNotes().unmatchedUnits()).isEqualTo(4);
        assertThat(shop.payments().totals().refundedAmount()).isEqualTo(pounds("25.00"));
        assertThat(shop.payments().totals().refunds()).isEqualTo(1);
    }

    @Test
    void a_refund_before_the_capture_waits_for_it() {
        lever.hold(CAPTURE);
        open();
        shop.ordering().place(order("A", "HEART 6"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 2"));
        seen("payment <- AuthorisePayment", "payment <- CreditNoteWasIssued");
        assertThat(shop.payments().totals().refundsWaiting()).isEqualTo(1);
        assertThat(shop.payments().totals().refundedAmount()).isEqualTo(pounds("0"));
        lever.release(CAPTURE);
        shop.drain(PATIENCE);
        assertThat(shop.payments().totals().refundsWaiting()).isZero();
        assertThat(shop.payments().totals().refundedAmount()).isEqualTo(pounds("5.00"));
    }

    @Test
    void a_refund_of_an_order_that_is_declined_is_not_due() {
        lever.hold(AUTHORISE);
        open(fresh().declining(amount -> true));
        shop.ordering().place(order("A", "HEART 6"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 2"));
        seen("payment <- CreditNoteWasIssued");
        lever.release(AUTHORISE);
        shop.drain(PATIENCE);
        assertThat(shop.payments().totals().refundsNotDue()).isEqualTo(1);
        assertThat(shop.payments().totals().refundedAmount()).isEqualTo(pounds("0"));
        units(100, 0, 0);
    }

    @Test
    void a_refund_of_an_order_that_is_out_of_stock_is_not_due() {
        lever.hold(RESERVE);
        open();
        shop.ordering().place(order("A", "HEART 6", "LANTERN 99"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 2"));
        seen("payment <- CreditNoteWasIssued");
        lever.release(RESERVE);
        shop.drain(PATIENCE);
        assertThat(shop.payments().totals().refundsWaiting()).isZero();
        assertThat(shop.payments().totals().refundsNotDue()).isEqualTo(1);
    }

    @Test
    void an_order_of_free_items_bothers_no_bank() {
        open(fresh().declining(amount -> true));
        PlaceOrder free = new PlaceOrder(
                "A",
                null,
                "EIRE",
                DAY.atTime(9, 0),
                List.of(new LineItem(1, "HEART", "free", 2, pounds("0"))),
                List.of());
        place(shop, free);
        endDay(shop);
        assertThat(shop.ordering().totals().completed()).isEqualTo(1);
        assertThat(shop.ordering().totals().guestOrders()).isEqualTo(1);
        assertThat(shop.payments().totals().captured()).isEqualTo(1);
    }

    @Test
    void other_currencies_and_finer_prices_are_refused_before_anything_is_written() {
        open();
        for (Money odd : List.of(Money.of("1.00", "EUR"), Money.precise("0.0001", "GBP"))) {
            LineItem line = new LineItem(1, "HEART", "a heart", 1, odd);
            PlaceOrder command = new PlaceOrder("A", null, "EIRE", DAY.atTime(9, 0), List.of(line), List.of());
            assertThatThrownBy(() -> shop.ordering().place(command)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(shop.counts().storedEvents()).isZero();
    }

    @Test
    void a_parcel_for_a_day_that_is_over_leaves_at_once() {
        open();
        endDay(shop);
        place(shop, order("A", "HEART 6"));
        assertThat(shop.deliveries().totals().delivered()).isEqualTo(1);
        assertThat(shop.ordering().totals().completed()).isEqualTo(1);
    }

    @Test
    void every_command_with_a_known_id_changes_nothing() {
        open();
        AdjustStock broken = new AdjustStock("536589/1", "HEART", -10, "thrown away");
        assertThat(shop.inventory().adjust(broken)).isTrue();
        place(shop, order("A", "HEART 6"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 2"));
        shop.drain(PATIENCE); // what is cancelled must not race its parcel: then it would come back as a return
        endDay(shop);
        ShopCounts before = shop.counts();
        assertThat(shop.inventory().adjust(broken)).isFalse();
        assertThat(shop.inventory().open(List.of(stock("HEART", 50)))).isZero();
        assertThat(shop.ordering().place(order("A", "HEART 7"))).isFalse();
        assertThat(shop.ordering().issue(creditNote("C1", DAY, "HEART 2"))).isFalse();
        endDay(shop);
        assertThat(shop.counts()).isEqualTo(before);
        units(86, 0, 4);
    }

    @Test
    void messages_delivered_twice_have_one_effect() {
        lever.everythingTwice();
        open(fresh().declining(amount -> amount.compareTo(pounds("100.00")) > 0));
        place(shop, order("A", "HEART 6"), order("B", "HEART 99"), order("C", "LANTERN 41"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 2"));
        shop.drain(PATIENCE);
        endDay(shop);
        assertThat(shop.counts().sagas())
                .containsEntry("COMPLETED", 1L)
                .containsEntry("COMPENSATED", 2L)
                .hasSize(2);
        units(96, 0, 4);
        assertThat(shop.payments().totals().refundedAmount()).isEqualTo(pounds("5.00"));
    }

    @Test
    void whatever_overtakes_what_the_units_and_the_money_add_up() {
        Random random = new Random(20101201);
        lever.delaying(message -> Math.floorMod(message.id().hashCode() * 31, 25));
        open(fresh().declining(amount -> amount.amount().intValue() % 7 == 0));
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            clients.add(client(client, new Random(random.nextLong())));
        }
        clients.forEach(Thread::start);
        clients.forEach(FlowContract::join);
        shop.drain(PATIENCE);
        endDay(shop);
        InventoryTotals stock = shop.inventory().totals();
        assertThat(stock.onHand()).isEqualTo(100 - stock.shippedUnits() + stock.returnedUnits());
        assertThat(stock.reservedUnits()).isZero();
        OrderingTotals orders = shop.ordering().totals();
        assertThat(orders.orders()).isEqualTo(40);
        assertThat(orders.completed() + orders.rejected()).isEqualTo(40);
        assertThat(orders.completed()).isBetween(1L, 39L);
        PaymentTotals payments = shop.payments().totals();
        assertThat(payments.capturedAmount()).isEqualTo(orders.total().minus(orders.rejectedAmount()));
        assertThat(payments.refundsWaiting()).isZero();
        assertThat(shop.counts().messagesWaiting()).isZero();
    }

    private Thread client(int number, Random random) {
        return new Thread(() -> {
            for (int i = 0; i < 10; i++) {
                String id = number + "-" + i;
                shop.ordering()
                        .place(order(id, "HEART " + (1 + random.nextInt(5)), "LANTERN " + (1 + random.nextInt(5))));
                if (random.nextBoolean()) {
                    shop.ordering().issue(creditNote("C" + id, DAY, "HEART 1"));
                }
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join(120_000);
            assertThat(thread.isAlive()).as("still at it").isFalse();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void open() {
        open(fresh());
    }

    /** With 50 hearts and 50 lanterns on the shelf. */
    private void open(ShopConfig config) {
        shop = Shop.open(config.listener(steps), lever::before);
        shop.inventory().open(List.of(stock("HEART", 50), stock("LANTERN", 50)));
    }

    private void units(long onHand, long reserved, long shipped) {
        InventoryTotals stock = shop.inventory().totals();
        assertThat(List.of(stock.onHand(), stock.reservedUnits(), stock.shippedUnits()))
                .as("units on hand, reserved and shipped")
                .containsExactly(onHand, reserved, shipped);
    }

    private void seen(String... expected) {
        await().atMost(PATIENCE).until(() -> steps.seen().containsAll(List.of(expected)));
    }

    private String reason(String order) {
        return shop.ordering().rejection(order).orElseThrow();
    }
}
