package org.dddblocks.eventstore;

import org.dddblocks.core.Changes;

/** The process with little memory that {@link MillionEventsTest} starts: it rebuilds a root of a long stream. */
final class MillionEvents {
    private MillionEvents() {}

    public static void main(String[] arguments) {
        String url = arguments[0];
        Shop shop = Shop.at(url);
        Order order = shop.store.repository(Order.TYPE).build().get(new OrderId("long"));
        System.out.println("read " + Changes.version(order) + " " + order.units());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
