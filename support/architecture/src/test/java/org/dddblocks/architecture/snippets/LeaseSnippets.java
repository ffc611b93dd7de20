package org.dddblocks.architecture.snippets;

import java.time.Duration;
import java.util.Optional;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.DbClock;
import org.dddblocks.persistence.spi.Lease;
import org.dddblocks.persistence.spi.LeaseKeeper;
import org.dddblocks.persistence.spi.Leases;

/** What the javadoc of leases shows. */
abstract class LeaseSnippets {
    void clocks(Database database) {
        DbClock clock = DbClock.of(database);
        DbClock tomorrow = clock.plus(Duration.ofDays(1)); // in a test
        tomorrow.now();
    }

    void once(Database database) {
        Leases leases = Leases.on(database);
        Optional<Lease> mine = leases.acquire("relay/orders", Leases.newOwner(), Duration.ofSeconds(10));
        mine.ifPresent(lease -> leases.call(lease, () -> deleteSentRows())); // renew it at least every few seconds
    }

    void kept(Leases leases) {
        try (LeaseKeeper keeper = LeaseKeeper.start(leases, "relay-leases")) {
            Optional<Lease> lease = keeper.acquire("relay/orders", Duration.ofSeconds(10));
            while (keeper.holds(lease.orElseThrow())) {
                leases.call(lease.orElseThrow(), () -> deleteSentRows());
            }
        }
    }

    abstract int deleteSentRows();
}
