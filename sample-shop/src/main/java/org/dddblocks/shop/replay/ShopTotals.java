package org.dddblocks.shop.replay;

import org.dddblocks.shop.Shop;
import org.dddblocks.shop.ShopCounts;
import org.dddblocks.shop.delivery.application.DeliveryTotals;
import org.dddblocks.shop.inventory.application.InventoryTotals;
import org.dddblocks.shop.ordering.application.OrderingTotals;
import org.dddblocks.shop.payment.application.PaymentTotals;

/** What the contexts' read models say, each asked on its own. */
record ShopTotals(
        OrderingTotals ordering,
        InventoryTotals inventory,
        PaymentTotals payment,
        DeliveryTotals delivery,
        ShopCounts counts) {

    static ShopTotals of(Shop shop) {
        return new ShopTotals(
                shop.ordering().totals(),
                shop.inventory().totals(),
                shop.payments().totals(),
                shop.deliveries().totals(),
                shop.counts());
    }

    long sagas(String state) {
        return counts.sagas().getOrDefault(state, 0L);
    }
}
