package org.dddblocks.shop.inventory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsReserved;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsShort;
import org.junit.jupiter.api.Test;

class ReservationTest {
    private static final ReservationId ORDER = new ReservationId("536365");
    private static final Sku HEART = new Sku("85123A");
    private static final Sku LANTERN = new Sku("71053");

    private final Stock hearts = shelf(HEART, 10);
    private final Stock lanterns = shelf(LANTERN, 3);
    private final Shelves shelves = sku -> sku.equals(HEART) ? hearts : lanterns;
    private final Reservation reservation = Reservation.expected(ORDER);

    @Test
    void all_goods_are_kept_when_all_are_there() {
        reservation.reserve(goods(6, 3), shelves);
        assertThat(Changes.pending(reservation)).containsExactly(new GoodsReserved(ORDER, goods(6, 3)));
        assertThat(hearts.free()).isEqualTo(4);
        assertThat(lanterns.free()).isZero();
    }

    @Test
    void nothing_is_kept_when_one_product_is_short() {
        reservation.reserve(goods(6, 4), shelves);
        assertThat(Changes.pending(reservation)).containsExactly(new GoodsShort(ORDER, goods(0, 1)));
        assertThat(hearts.free()).isEqualTo(10);
        assertThat(lanterns.free()).isEqualTo(3);
    }

    @Test
    void asking_twice_keeps_once() {
        reservation.reserve(goods(6, 0), shelves);
        reservation.reserve(goods(6, 0), shelves);
        assertThat(hearts.reserved()).isEqualTo(6);
    }

    @Test
    void a_released_reservation_frees_everything_and_refuses_a_late_one() {
        reservation.reserve(goods(6, 3), shelves);
        reservation.release(shelves);
        reservation.release(shelves);
        reservation.reserve(goods(1, 0), shelves);
        assertThat(hearts.free()).isEqualTo(10);
        assertThat(lanterns.free()).isEqualTo(3);
        assertThat(reservation.state()).isEqualTo(Reservation.State.RELEASED);
    }

    @Test
    void a_release_before_the_reservation_keeps_it_from_being_made() {
        reservation.release(shelves);
        reservation.reserve(goods(6, 0), shelves);
        assertThat(hearts.reserved()).isZero();
    }

    @Test
    void shipped_goods_leave_once() {
        reservation.reserve(goods(6, 3), shelves);
        reservation.ship(shelves);
        reservation.ship(shelves);
        assertThat(hearts.onHand()).isEqualTo(4);
        assertThat(hearts.reserved()).isZero();
        assertThat(lanterns.onHand()).isZero();
    }

    @Test
    void units_cancelled_before_the_reservation_are_never_kept() {
        reservation.giveBack(goods(2, 0), shelves);
        reservation.reserve(goods(6, 0), shelves);
        assertThat(hearts.reserved()).isEqualTo(4);
    }

    @Test
    void units_cancelled_before_the_reservation_can_make_the_rest_of_the_order_possible() {
        reservation.giveBack(goods(0, 1), shelves);
        reservation.reserve(goods(6, 4), shelves);
        assertThat(reservation.state()).isEqualTo(Reservation.State.RESERVED);
    }

    @Test
    void units_cancelled_after_the_reservation_are_free_again() {
        reservation.reserve(goods(6, 0), shelves);
        reservation.giveBack(goods(2, 0), shelves);
        assertThat(hearts.free()).isEqualTo(6);
        assertThat(hearts.moved().released()).isEqualTo(2);
    }

    @Test
    void units_given_back_after_they_left_go_on_the_shelf() {
        reservation.reserve(goods(6, 0), shelves);
        reservation.ship(shelves);
        reservation.giveBack(goods(2, 0), shelves);
        assertThat(hearts.onHand()).isEqualTo(6);
        assertThat(hearts.moved().returned()).isEqualTo(2);
    }

    @Test
    void units_of_an_order_that_got_nothing_change_nothing() {
        reservation.reserve(goods(6, 4), shelves);
        reservation.giveBack(goods(6, 4), shelves);
        assertThat(hearts.onHand()).isEqualTo(10);
    }

    @Test
    void more_units_than_the_order_has_are_not_taken_back() {
        reservation.reserve(goods(6, 0), shelves);
        assertThatThrownBy(() -> reservation.giveBack(goods(7, 0), shelves))
                .isInstanceOfSatisfying(
                        DomainRejection.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("MORE_THAN_KEPT"));
    }

    @Test
    void an_adjustment_never_takes_units_that_are_kept_for_an_order() {
        reservation.reserve(goods(6, 0), shelves);
        assertThatThrownBy(() -> hearts.adjust(-5, "thrown away"))
                .isInstanceOfSatisfying(
                        DomainRejection.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("STOCK_TOO_LOW"));
        hearts.adjust(-4, "thrown away");
        assertThat(hearts.free()).isZero();
    }

    @Test
    void upper_and_lower_case_are_the_same_product() {
        assertThat(new Sku("85123a")).isEqualTo(HEART);
    }

    private static Goods goods(int hearts, int lanterns) {
        return Goods.of(new TreeMap<>(Map.of(HEART, hearts, LANTERN, lanterns)));
    }

    private static Stock shelf(Sku sku, int units) {
        Stock stock = Stock.empty(sku);
        stock.open(units);
        return stock;
    }
}
