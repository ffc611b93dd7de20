package org.dddblocks.persistence.spi;

import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Leases on an empty database, and a clock that a test moves. */
abstract class LeasesGiven {
    static final Duration LONG = ofSeconds(60);
    static final String NAME = "projection/open-lines";

    final DataSource dataSource;
    final Database database;
    final Transactions transactions;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    final ExecutorService threads = Executors.newCachedThreadPool();
    Leases leases;

    LeasesGiven(DataSource dataSource) {
        this.dataSource = dataSource;
        database = Database.over(dataSource);
        transactions = database.transactions();
    }

    @BeforeEach
    void install() {
        database.install(Leases.schema());
        DbClock clock = DbClock.of(database);
        leases = Leases.on(database, () -> clock.plus(offset.get()).now());
        transactions.run(() -> Jdbc.update(transactions.connection(), "create table note (n integer)"));
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    final Lease acquired(String owner) {
        return leases.acquire(NAME, owner, LONG).orElseThrow();
    }

    final void timePasses(Duration time) {
        offset.updateAndGet(before -> before.plus(time));
    }

    final int note(int n) {
        return Jdbc.update(transactions.connection(), "insert into note (n) values (?)", n);
    }

    final List<Integer> notes() {
        return transactions.call(
                () -> Jdbc.query(transactions.connection(), row -> row.getInt(1), "select n from note order by n"));
    }

    /** The leases of a node that has this database and its own clock. */
    Leases node(Database own) {
        return Leases.on(own);
    }

    void release(LeaseKeeper keeper, Leases kept, Lease lease) {
        keeper.release(lease);
    }
}
