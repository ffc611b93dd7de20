package org.dddblocks.shop.fulfilment;

import java.time.LocalDate;
import java.util.List;
import org.dddblocks.core.Money;
import org.dddblocks.shop.inventory.api.StockUnits;
import org.dddblocks.shop.ordering.api.OrderWasPlaced;

/**
 * What the saga knows about its order.
 *
 * @param orderId which
 * @param day at whose end it ships
 * @param total what it costs
 * @param goods what is in it
 * @param reason why it cannot be fulfilled; empty while it can
 */
record Fulfilment(String orderId, LocalDate day, Money total, List<StockUnits> goods, String reason) {
    Fulfilment {
        goods = List.copyOf(goods);
    }

    static Fulfilment of(OrderWasPlaced order) {
        List<StockUnits> goods = order.goods().stream()
                .map(product -> new StockUnits(product.sku(), product.units()))
                .toList();
        return new Fulfilment(order.orderId(), order.day(), order.total(), goods, "");
    }

    Fulfilment refusedBecause(String why) {
        return new Fulfilment(orderId, day, total, goods, why);
    }

    int units() {
        return goods.stream().mapToInt(StockUnits::units).reduce(0, Math::addExact);
    }
}
