package org.dddblocks.shop.delivery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.dddblocks.core.Changes;
import org.dddblocks.shop.delivery.model.ShipmentEvent.NothingLeftToSend;
import org.dddblocks.shop.delivery.model.ShipmentEvent.ParcelDelivered;
import org.dddblocks.shop.delivery.model.ShipmentEvent.ShipmentScheduled;
import org.junit.jupiter.api.Test;

class ShipmentTest {
    private static final ShipmentId ORDER = new ShipmentId("536365");
    private static final LocalDate DAY = LocalDate.of(2010, 12, 1);

    private final Shipment shipment = Shipment.expected(ORDER);

    @Test
    void a_scheduled_parcel_leaves_once() {
        shipment.schedule(DAY, 6);
        shipment.schedule(DAY.plusDays(1), 6);
        shipment.dispatch();
        shipment.dispatch();
        assertThat(events()).containsExactly(new ShipmentScheduled(ORDER, DAY), new ParcelDelivered(ORDER, DAY));
    }

    @Test
    void a_parcel_nobody_scheduled_does_not_leave() {
        shipment.dispatch();
        assertThat(events()).isEmpty();
    }

    @Test
    void a_parcel_with_something_left_in_it_leaves() {
        shipment.takeOut(2);
        shipment.schedule(DAY, 6);
        shipment.takeOut(3);
        shipment.dispatch();
        assertThat(shipment.state()).isEqualTo(Shipment.State.DELIVERED);
    }

    @Test
    void an_empty_parcel_stays() {
        shipment.takeOut(2);
        shipment.schedule(DAY, 6);
        shipment.takeOut(4);
        shipment.dispatch();
        assertThat(events()).endsWith(new NothingLeftToSend(ORDER, DAY));
        assertThat(shipment.state()).isEqualTo(Shipment.State.DROPPED);
    }

    private List<ShipmentEvent> events() {
        return Changes.pending(shipment);
    }
}
