package org.dddblocks.benchmarks.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.dddblocks.benchmarks.eventstore.Booked.AmountBooked;
import org.dddblocks.benchmarks.eventstore.Booked.Ledger;
import org.dddblocks.benchmarks.eventstore.Booked.LedgerId;
import org.dddblocks.benchmarks.paired.Load;
import org.dddblocks.benchmarks.paired.Paired;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.EventSourcedRepository;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.SnapshotConfig;
import org.dddblocks.eventstore.Snapshots;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.Repository;

/** From rows to records on both sides: a root from its events, from a snapshot and its tail, and the whole log. */
final class Reads {
    private static final int PAGE = 1000;

    private final EventStore store;
    private final HandWritten byHand;
    private final DataSource pool;
    private final int slots;
    private final Duration slot;

    Reads(EventStore store, HandWritten byHand, DataSource pool, int slots, Duration slot) {
        this.store = store;
        this.byHand = byHand;
        this.pool = pool;
        this.slots = slots;
        this.slot = slot;
    }

    Map<String, Callable<Paired>> lines() {
        Map<String, Callable<Paired>> lines = new LinkedHashMap<>();
        lines.put("rebuild from 1,000 events", this::rebuild);
        lines.put("load with a snapshot at 950 of 1,000", this::snapshot);
        lines.put("read the log, 200,000 events and more", this::log);
        return lines;
    }

    private Paired rebuild() throws Exception {
        String stream = filled(1, 1000);
        LedgerId id = new LedgerId(stream);
        Repository<Ledger, LedgerId> ledgers = store.repository(Ledger.TYPE).build();
        check(byHand.balance(stream), ledgers.get(id).state().balance());
        Load load = new Load(1, slot);
        return Paired.measure(
                slots,
                0.8,
                () -> load.rate(thread -> used(byHand.balance(stream))),
                () -> load.rate(thread -> used(ledgers.get(id).state().balance())));
    }

    private Paired snapshot() throws Exception {
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().every(1_000_000).build())) {
            EventSourcedRepository<Ledger, LedgerId> ledgers = store.repository(Ledger.TYPE)
                    .snapshots(Ledger.SNAPSHOTS, LedgerId::new, snapshots)
                    .build();
            String stream = filled(1, 950);
            LedgerId id = new LedgerId(stream);
            ledgers.requestSnapshot(id);
            snapshots.awaitIdle(Duration.ofSeconds(10));
            keepByHand(stream, ledgers.get(id).state());
            fill(stream, 950, 50);
            check(
                    byHand.balanceAfter(stream, "own_snapshot"),
                    ledgers.get(id).state().balance());
            Load load = new Load(1, slot);
            return Paired.measure(
                    slots,
                    0.8,
                    () -> load.rate(thread -> used(byHand.balanceAfter(stream, "own_snapshot"))),
                    () -> load.rate(thread -> used(ledgers.get(id).state().balance())));
        }
    }

    private void keepByHand(String stream, Booked.LedgerState state) throws Exception {
        try (Connection connection = pool.getConnection();
                Statement create = connection.createStatement()) {
            create.execute("create table own_snapshot (stream_id varchar(255) primary key, version bigint not null,"
                    + " state varchar(1000) not null)");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into own_snapshot values (?, 950, ?)")) {
                insert.setString(1, stream);
                insert.setString(2, "{\"balance\":%d,\"bookings\":%d}".formatted(state.balance(), state.bookings()));
                insert.executeUpdate();
            }
        }
    }

    private Paired log() throws Exception {
        filled(200, 1000);
        check(byHand.readLog(PAGE), readLog());
        Load load = new Load(1, Duration.ofMillis(1));
        return Paired.measure(
                slots, 0.8, () -> load.rate(thread -> (int) byHand.count(PAGE)), () -> load.rate(thread -> count()));
    }

    private long readLog() {
        long sum = 0;
        FeedPage page = store.readFeed(0, PAGE);
        for (long last = 0; page.position() > last; page = store.readFeed(last, PAGE)) {
            last = page.position();
            for (FeedEntry entry : page.entries())
                sum += ((AmountBooked) entry.envelope().event()).amount();
        }
        return sum;
    }

    private int count() {
        int count = 0;
        FeedPage page = store.readFeed(0, PAGE);
        for (long last = 0; page.position() > last; page = store.readFeed(last, PAGE)) {
            last = page.position();
            count += page.entries().size();
        }
        return count;
    }

    private static void check(long byHand, long ours) {
        if (byHand != ours) throw new IllegalStateException("By hand %d, ours %d.".formatted(byHand, ours));
    }

    private static int used(long result) {
        if (result == Long.MIN_VALUE) throw new IllegalStateException("never");
        return 1;
    }

    private static int filledStreams;

    /** @return the last of the streams written */
    private String filled(int howMany, int events) {
        String stream = "";
        for (int i = 0; i < howMany; i++) {
            stream = "filled-" + filledStreams++;
            fill(stream, 0, events);
        }
        return stream;
    }

    private void fill(String stream, int from, int events) {
        Turns turns = new Turns(1, 50);
        for (int version = from; version < from + events; version += 50) {
            store.append(new StreamId("ledger", stream), version, turns.events(0));
            turns.done(0);
        }
    }
}
