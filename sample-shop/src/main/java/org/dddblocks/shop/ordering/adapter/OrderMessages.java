package org.dddblocks.shop.ordering.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.Money;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.shop.ordering.api.CreditNoteWasIssued;
import org.dddblocks.shop.ordering.api.CreditNoteWasIssued.Refund;
import org.dddblocks.shop.ordering.api.OrderAccepted;
import org.dddblocks.shop.ordering.api.OrderCompleted;
import org.dddblocks.shop.ordering.api.OrderUnitsWereCancelled;
import org.dddblocks.shop.ordering.api.OrderUnitsWereReturned;
import org.dddblocks.shop.ordering.api.OrderWasPlaced;
import org.dddblocks.shop.ordering.api.OrderWasRejected;
import org.dddblocks.shop.ordering.api.ProductUnits;
import org.dddblocks.shop.ordering.model.Charge;
import org.dddblocks.shop.ordering.model.CreditNoteEvent.CreditNoteIssued;
import org.dddblocks.shop.ordering.model.CustomerId;
import org.dddblocks.shop.ordering.model.Line;
import org.dddblocks.shop.ordering.model.LineUnits;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderConfirmed;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderDelivered;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderPlaced;
import org.dddblocks.shop.ordering.model.OrderEvent.OrderRejected;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsCancelled;
import org.dddblocks.shop.ordering.model.OrderEvent.UnitsReturned;
import org.jspecify.annotations.Nullable;

/** What the other contexts hear of ordering's events. */
public final class OrderMessages implements MessageTranslator {
    @Override
    public List<?> translate(EventEnvelope<? extends DomainEvent> envelope) {
        DomainEvent event = envelope.event();
        if (event instanceof OrderPlaced placed) {
            return List.of(placed(placed));
        } else if (event instanceof OrderConfirmed confirmed) {
            return List.of(new OrderAccepted(confirmed.order().value()));
        } else if (event instanceof OrderRejected rejected) {
            return List.of(new OrderWasRejected(rejected.order().value(), rejected.reason()));
        } else if (event instanceof OrderDelivered delivered) {
            return List.of(new OrderCompleted(delivered.order().value()));
        } else if (event instanceof UnitsCancelled cancelled) {
            return List.of(new OrderUnitsWereCancelled(
                    cancelled.order().value(), cancelled.creditNote().value(), byProduct(cancelled.units())));
        } else if (event instanceof UnitsReturned returned) {
            return List.of(new OrderUnitsWereReturned(
                    returned.order().value(), returned.creditNote().value(), byProduct(returned.units())));
        } else if (event instanceof CreditNoteIssued issued) {
            return List.of(
                    new CreditNoteWasIssued(issued.creditNote().value(), number(issued.customer()), refunds(issued)));
        }
        throw new IllegalArgumentException("OrderMessages does not know %s. Say here what others hear of it."
                .formatted(event.getClass().getSimpleName()));
    }

    private static OrderWasPlaced placed(OrderPlaced event) {
        Money total = Stream.concat(
                        event.lines().stream().map(Line::amount),
                        event.charges().stream().map(Charge::amount))
                .reduce(Money::plus)
                .orElseThrow();
        Map<String, Integer> units = new TreeMap<>();
        event.lines().forEach(line -> units.merge(line.sku().value(), line.quantity(), Math::addExact));
        return new OrderWasPlaced(
                event.order().value(),
                number(event.customer()),
                event.placedAt().toLocalDate(),
                total,
                goods(units));
    }

    private static List<Refund> refunds(CreditNoteIssued event) {
        List<Refund> refunds = new ArrayList<>();
        event.refundsByOrder().forEach((order, amount) -> refunds.add(new Refund(order, amount)));
        event.refundWithoutOrder().ifPresent(rest -> refunds.add(new Refund(null, rest)));
        return refunds;
    }

    private static List<ProductUnits> byProduct(List<LineUnits> lines) {
        Map<String, Integer> units = new TreeMap<>();
        lines.forEach(line -> units.merge(line.sku().value(), line.units(), Math::addExact));
        return goods(units);
    }

    private static List<ProductUnits> goods(Map<String, Integer> units) {
        return units.entrySet().stream()
                .map(unit -> new ProductUnits(unit.getKey(), unit.getValue()))
                .toList();
    }

    private static @Nullable String number(@Nullable CustomerId customer) {
        return customer == null ? null : customer.value();
    }
}
