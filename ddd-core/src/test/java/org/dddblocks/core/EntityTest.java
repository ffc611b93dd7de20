package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.dddblocks.core.example.Customer;
import org.dddblocks.core.example.CustomerId;
import org.dddblocks.core.example.Order;
import org.dddblocks.core.example.OrderId;
import org.dddblocks.core.example.OrderLine;
import org.junit.jupiter.api.Test;

class EntityTest {
    /** What a lazy-loading tool makes: a subclass that never runs the constructor with an id. */
    static final class OrderLineProxy extends OrderLine {
        private final OrderLine target;

        OrderLineProxy(OrderLine target) {
            this.target = target;
        }

        @Override
        public Integer getId() {
            return target.getId();
        }
    }

    static final class Express extends Order {
        Express(OrderId id) {
            super(id);
        }
    }

    abstract static class Payment extends Entity<Order, Integer> {
        Payment(int number) {
            super(number);
        }
    }

    static class CardPayment extends Payment {
        CardPayment(int number) {
            super(number);
        }
    }

    static final class GiftCardPayment extends CardPayment {
        GiftCardPayment(int number) {
            super(number);
        }
    }

    static final class CashPayment extends Payment {
        CashPayment(int number) {
            super(number);
        }
    }

    /** Belongs to a root that implements jMolecules' interface without this library. */
    static final class ForeignPart extends Entity<ForeignRoot, String> {
        ForeignPart(String id) {
            super(id);
        }
    }

    record ForeignId(String value) implements org.jmolecules.ddd.types.Identifier {}

    record ForeignRoot(ForeignId getId) implements org.jmolecules.ddd.types.AggregateRoot<ForeignRoot, ForeignId> {}

    @Test
    void entities_of_one_kind_with_equal_ids_are_equal_whatever_else_differs() {
        Order placed = Order.place(new OrderId("1"), new CustomerId("c"), "tea");
        Order blank = Order.TYPE.blank(new OrderId("1"));

        assertEqual(placed, blank);
        assertDifferent(placed, Order.TYPE.blank(new OrderId("2")));
        assertEqual(new ForeignPart("p"), new ForeignPart("p"));
    }

    @Test
    void a_subclass_or_proxy_of_an_entity_is_that_entity_in_both_directions() {
        assertEqual(new OrderLine(1), new OrderLineProxy(new OrderLine(1)));
        assertEqual(Order.TYPE.blank(new OrderId("1")), new Express(new OrderId("1")));
        assertDifferent(new OrderLine(1), new OrderLineProxy(new OrderLine(2)));
        assertThat(new OrderLineProxy(new OrderLine(1)).id()).isEqualTo(1);
    }

    @Test
    void concrete_classes_under_an_abstract_one_are_different_kinds() {
        assertDifferent(new CardPayment(1), new CashPayment(1));
        assertEqual(new CardPayment(1), new GiftCardPayment(1));
        assertDifferent(new GiftCardPayment(1), new CashPayment(1));
    }

    @Test
    void entities_of_different_classes_with_equal_ids_differ() {
        assertDifferent(new OrderLine(1), new CardPayment(1));
        assertThat(new OrderLine(1)).isNotEqualTo(1).isNotEqualTo(null);
    }

    @Test
    void two_new_entities_without_an_id_are_never_equal() {
        OrderLine first = new OrderLine();
        OrderLine second = new OrderLine();

        assertEqual(first, first);
        assertDifferent(first, second);
        assertDifferent(first, new OrderLine(1));
        assertDifferent(new OrderLineProxy(first), first);
    }

    @Test
    void an_entity_is_found_in_a_set_after_it_got_its_id() {
        OrderLine line = new OrderLine();
        Set<OrderLine> lines = new HashSet<>(Set.of(line));

        line.number(1);

        assertThat(lines.contains(line)).isTrue();
        assertThat(lines.contains(new OrderLine(1))).isTrue();
    }

    @Test
    void an_identity_never_changes() {
        OrderLine line = new OrderLine(1);
        assertThatThrownBy(() -> line.number(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("OrderLine has the id 1", "cannot become 2");
        assertThat(line.id()).isEqualTo(1);
    }

    @Test
    void asking_a_new_entity_for_its_id_says_how_to_give_it_one() {
        assertThatThrownBy(() -> new OrderLine().id())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("OrderLine has no id yet; give it one with identify(id).");
        assertThat(new OrderLine().getId()).isNull();
    }

    @Test
    void a_root_without_an_id_is_refused() {
        assertThatThrownBy(() -> new Customer(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The id of Customer is null");
    }

    @Test
    void the_text_of_an_entity_names_its_kind_and_id() {
        assertThat(new Express(new OrderId("1"))).hasToString("Order 1");
        assertThat(new OrderLine()).hasToString("OrderLine without id");
    }

    private static void assertEqual(Object one, Object other) {
        assertThat(one.equals(other)).isTrue();
        assertThat(other.equals(one)).isTrue();
        assertThat(one).hasSameHashCodeAs(other);
    }

    private static void assertDifferent(Object one, Object other) {
        assertThat(one.equals(other)).isFalse();
        assertThat(other.equals(one)).isFalse();
    }
}
