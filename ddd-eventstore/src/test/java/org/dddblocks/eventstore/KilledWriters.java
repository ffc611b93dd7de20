package org.dddblocks.eventstore;

import static org.dddblocks.eventstore.Shop.order;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;

/** The process that {@link KillTest} kills: it appends and projects until then, and prints what was committed. */
final class KilledWriters {
    private KilledWriters() {}

    public static void main(String[] arguments) throws Exception {
        Shop shop = Shop.at(arguments[0]);
        UnitsByOrder model = new UnitsByOrder(shop);
        try (Threads threads = new Threads()) {
            for (int writer = 0; writer < 4; writer++) {
                StreamId stream = order("w" + writer);
                threads.start(() -> appendForEver(shop, stream));
            }
            while (true) {
                Projections.on(shop.database, shop.store).catchUp(model);
                shop.dataSource.take(); // nobody asks what was sent
                // Without a pause writers once stalled on H2 after a kill, spinning on the lock of a row.
                // Presumed, not proven: a half-written row looks locked by whoever reuses the dead transaction's slot.
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    private static Void appendForEver(Shop shop, StreamId stream) {
        try {
            while (true) {
                append(shop, stream);
            }
        } catch (Throwable unexpected) { // a silent writer would leave the test waiting for ever
            unexpected.printStackTrace();
            Runtime.getRuntime().halt(1);
            throw unexpected;
        }
    }

    private static void append(Shop shop, StreamId stream) {
        long version = shop.store.version(stream);
        List<OrderEvent> events =
                version == 0 ? List.of(Shop.placed(stream.id())) : List.of(Shop.units(1), Shop.units(2));
        Appended appended = shop.transactions.call(() -> {
            Appended first = shop.store.append(stream, version, events);
            shop.store.append(order(stream.id() + "-twin"), version, events);
            return first;
        });
        for (EventEnvelope<?> event : appended.events()) {
            System.out.println("committed " + event.eventId() + " end");
        }
    }
}
