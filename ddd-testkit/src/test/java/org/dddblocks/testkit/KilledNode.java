package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.Append;
import org.dddblocks.eventstore.Appended;
import org.dddblocks.eventstore.EventStore;
import org.dddblocks.eventstore.Expected;
import org.dddblocks.eventstore.JdbcEventStore;
import org.dddblocks.eventstore.Projection;
import org.dddblocks.eventstore.Projections;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testkit.model.Models;

/** A process that {@link KilledNodes} kills: until then it writes or reads, and says what was committed. */
final class KilledNode implements AutoCloseable {
    private static final int WRITERS = 4;
    private static final int SHARED = 3;
    private static final int LONGEST_PAUSE = 8_000_000;

    private final RotatingPool sessions;
    private final Database database;
    private final EventStore store;
    private final Projections projections;

    KilledNode(String url) {
        DataSource target = new UrlDataSource(url);
        sessions = RotatingPool.of(1, target);
        database = Database.over(sessions.over(target));
        store = JdbcEventStore.on(database, Models.codec());
        projections = Projections.on(database, store);
    }

    static void install(String url) {
        Database database = Database.over(new UrlDataSource(url));
        database.install(JdbcEventStore.schema());
        database.transactions()
                .run(() -> Jdbc.update(
                        database.transactions().connection(),
                        "create table applied (n bigint primary key, position bigint not null,"
                                + " event_id varchar(36) not null unique)"));
    }

    /** Arguments: the database's URL and what to do: write, read, or both. */
    public static void main(String[] arguments) {
        KilledNode node = new KilledNode(arguments[0]);
        if (arguments[1].contains("write")) {
            for (int i = 0; i < WRITERS; i++) {
                StreamId own = new StreamId("account", "own-" + i);
                forEver("writer-" + i, () -> node.write(own));
            }
        }
        if (arguments[1].contains("read")) {
            forEver("reader", node::read);
        }
    }

    private static void forEver(String name, Callable<?> work) {
        Runnable loop = () -> {
            try {
                while (true) {
                    work.call();
                }
            } catch (Throwable unexpected) { // a silent node would leave the test waiting
                unexpected.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        };
        new Thread(loop, name).start();
    }

    /** To a stream that others write to as well, and its twin; and, in the same transaction, to one's own. */
    private Void write(StreamId own) {
        int shared = ThreadLocalRandom.current().nextInt(SHARED);
        Append both = to(first(shared)).and(twin(shared), Expected.any(), List.of(StoreUnderTest.deposited(2)));
        try {
            say(
                    ThreadLocalRandom.current().nextBoolean()
                            ? List.of(store.append(both.id(UUID.randomUUID())))
                            : store.transactions().call(() -> List.of(store.append(both), store.append(to(own)))));
        } catch (ConflictException e) {
            // nothing is stored, and nobody was told so
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE)); // readers have more to do
        return null;
    }

    private static StreamId first(int number) {
        return new StreamId("account", "s" + number);
    }

    private static StreamId twin(int number) {
        return new StreamId("account", "t" + number);
    }

    private static Append to(StreamId stream) {
        return Append.to(stream, Expected.any(), List.of(StoreUnderTest.deposited(1), StoreUnderTest.deposited(3)));
    }

    private static void say(List<Appended> appended) {
        for (Appended one : appended) {
            one.events().forEach(event -> System.out.println("did " + event.eventId() + " end"));
        }
    }

    /** Whatever is new, with the checkpoint in the same transactions. */
    Void read() {
        projections.catchUp(new Applied());
        // Without a pause writers once stalled on H2 after a kill, spinning on the lock of a row.
        // Presumed, not proven: a half-written row looks locked by whoever reuses the dead transaction's slot.
        LockSupport.parkNanos(2_000_000);
        return null;
    }

    /** Notes down each event with its place in the order of noting down, and says so, whether that is committed or not. */
    private static final class Applied implements Projection {
        @Override
        public String name() {
            return "applied";
        }

        @Override
        public void on(FeedEntry entry, Connection connection) {
            Jdbc.update(
                    connection,
                    "insert into applied (n, position, event_id) select coalesce(max(n), 0) + 1, ?, ? from applied",
                    entry.position(),
                    entry.envelope().eventId().toString());
            System.out.println("did " + entry.position() + " end");
        }

        @Override
        public void reset(Connection connection) {
            Jdbc.update(connection, "delete from applied");
        }
    }

    EventStore store() {
        return store;
    }

    /** Tells a judge what the readers have noted down, in their order. */
    void tell(HistoryChecker.Reader reader) {
        database.transactions()
                .run(() -> Jdbc.query(
                        database.transactions().connection(),
                        row -> {
                            reader.saw(row.getLong(1), UUID.fromString(row.getString(2)));
                            return true;
                        },
                        "select position, event_id from applied order by n"));
    }

    void thenTwinsAreEqual() {
        for (int i = 0; i < SHARED; i++) {
            assertThat(store.version(first(i)))
                    .as("the version of stream %d, of which each append was one to its twin", i)
                    .isEqualTo(2 * store.version(twin(i)));
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
