package org.dddblocks.eventstore;

import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testservers.NodeProcess;

/** A process that runs a projection until it is killed; it says on its output what it has committed. */
final class ProjectingNode {
    static final Duration POLL = Duration.ofMillis(50);

    private ProjectingNode() {}

    static NodeProcess start(String url, long leaseMillis, String how) throws IOException {
        return NodeProcess.start("-Xmx96m", ProjectingNode.class, url, String.valueOf(leaseMillis), how);
    }

    /** How many transactions it says it has committed. */
    static long committed(NodeProcess node) {
        return node.lines().stream()
                .filter(line -> line.startsWith("node: CATCHING_UP"))
                .count();
    }

    /** Arguments: the database's URL, the lease in milliseconds, and whether to wait inside the first transaction. */
    public static void main(String[] arguments) throws Exception {
        Shop shop = Shop.at(arguments[0]);
        UnitsByOrder model = arguments[2].equals("wait") ? new Waiting(shop) : new Slow(shop);
        ProjectionConfig config = ProjectionConfig.builder()
                .lease(Duration.ofMillis(Long.parseLong(arguments[1])))
                .pollEvery(POLL)
                .batchSize(3)
                .metrics(new EventStoreMetrics() {
                    @Override
                    public void projectionProgress(ProjectionStatus status) {
                        System.out.println("node: " + status.state() + " at " + status.position() + " end");
                    }
                })
                .build();
        try (ProjectionEngine engine = ProjectionEngine.with(Projections.on(shop.database, shop.store), config)
                .add(model)) {
            engine.start();
            Thread.currentThread().join();
        }
    }

    /** Gives the one who kills time to do so in the middle of a transaction. */
    private static final class Slow extends UnitsByOrder {
        Slow(Shop shop) {
            super(shop);
        }

        @Override
        public void on(FeedEntry entry, Connection connection) throws Exception {
            super.on(entry, connection);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Leaves a mark, and goes on in the same transaction when it is told to. */
    private static final class Waiting extends UnitsByOrder {
        Waiting(Shop shop) {
            super(shop);
        }

        @Override
        public void on(FeedEntry entry, Connection connection) throws Exception {
            super.on(entry, connection);
            Jdbc.update(connection, "insert into stopped_node (position) values (?)", entry.position());
            System.out.println("node: inside end");
            if (System.in.read() < 0) {
                throw new IOException("nobody says when to go on");
            }
        }
    }
}
