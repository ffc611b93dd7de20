package org.dddblocks.shop.inventory.adapter;

import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.shop.inventory.api.StockReleased;
import org.dddblocks.shop.inventory.api.StockReserved;
import org.dddblocks.shop.inventory.api.StockShort;
import org.dddblocks.shop.inventory.api.StockUnits;
import org.dddblocks.shop.inventory.model.Goods;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsReleased;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsReserved;
import org.dddblocks.shop.inventory.model.ReservationEvent.GoodsShort;

/** What the other contexts hear of inventory's events: the answers about an order, nothing about single shelves. */
public final class InventoryMessages implements MessageTranslator {
    @Override
    public List<?> translate(EventEnvelope<? extends DomainEvent> envelope) {
        DomainEvent event = envelope.event();
        if (event instanceof GoodsReserved reserved) {
            return List.of(new StockReserved(reserved.reservation().value()));
        } else if (event instanceof GoodsShort lacking) {
            return List.of(new StockShort(lacking.reservation().value(), units(lacking.missing())));
        } else if (event instanceof GoodsReleased released) {
            return List.of(new StockReleased(released.reservation().value()));
        }
        return List.of();
    }

    private static List<StockUnits> units(Goods goods) {
        return goods.units().entrySet().stream()
                .map(unit -> new StockUnits(unit.getKey().value(), unit.getValue()))
                .toList();
    }
}
