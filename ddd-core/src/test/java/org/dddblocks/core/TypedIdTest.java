package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.dddblocks.core.example.Customer;
import org.dddblocks.core.example.CustomerId;
import org.dddblocks.core.example.Order;
import org.dddblocks.core.example.OrderId;
import org.junit.jupiter.api.Test;

class TypedIdTest {
    record UuidOrderId(UUID value) implements TypedId<Order> {}

    @Test
    void ids_of_different_owners_with_equal_values_differ() {
        assertThat((Object) new OrderId("1")).isNotEqualTo(new CustomerId("1"));
        assertThat(Map.of(new OrderId("1"), "order", new CustomerId("1"), "customer"))
                .hasSize(2);
        assertThat(new OrderId("1")).isEqualTo(new OrderId("1")).isNotEqualTo(new OrderId("2"));
    }

    @Test
    void the_text_of_an_id_is_its_value() {
        assertThat(new OrderId("536365").text()).isEqualTo("536365");
        assertThat(new UuidOrderId(new UUID(0, 1)).text()).isEqualTo("00000000-0000-0000-0000-000000000001");
    }

    @Test
    void an_association_points_to_the_aggregate_with_its_id() {
        Association<Customer, CustomerId> buyer = Association.to(new CustomerId("1"));

        assertThat(buyer.pointsTo(new Customer(new CustomerId("1")))).isTrue();
        assertThat(buyer.pointsTo(new CustomerId("2"))).isFalse();
        assertThat(buyer).isEqualTo(Association.to(new CustomerId("1")));
        assertThat(buyer.getId()).isEqualTo(buyer.id());
        assertThatThrownBy(() -> Association.to(null)).hasMessageContaining("The id of an association is null");
    }

    @Test
    void an_association_is_one_for_jmolecules_too() {
        org.jmolecules.ddd.types.Association<Customer, CustomerId> theirs =
                org.jmolecules.ddd.types.Association.forId(new CustomerId("1"));

        assertThat(theirs.pointsToSameAggregateAs(Association.to(new CustomerId("1"))))
                .isTrue();
    }
}
