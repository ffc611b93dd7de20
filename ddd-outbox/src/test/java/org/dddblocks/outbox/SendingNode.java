package org.dddblocks.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.dddblocks.testservers.NodeProcess;

/** A process with a relay that runs until it is killed. */
final class SendingNode {
    private SendingNode() {}

    static NodeProcess start(String url, String name, long leaseMillis, String how) throws IOException {
        return NodeProcess.start("-Xmx64m", SendingNode.class, url, name, String.valueOf(leaseMillis), how);
    }

    /**
     * Arguments: the database's URL, the node's name, its lease in milliseconds, and what it does: "send"; "swallow", to
     * count only; or "pause", to wait for a line before the commit of the transaction that lists the first failing key,
     * and then to refuse the key "bad".
     */
    public static void main(String[] arguments) throws Exception {
        DataSource server = TestDataSource.url(arguments[0]);
        boolean pause = arguments[3].equals("pause");
        WatchedDataSource watched = new WatchedDataSource(server);
        if (pause) {
            watched.breakAt(new PauseInTransaction());
        }
        OutboxConfig config = OutboxConfig.builder()
                .lease(Duration.ofMillis(Long.parseLong(arguments[2])))
                .pollEvery(Duration.ofMillis(20))
                .pollIdleEvery(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(20))
                .retryAtMostAfter(Duration.ofMillis(100))
                .build();
        Broker broker = arguments[3].equals("swallow")
                ? new Swallowing()
                : new TableBroker(
                        server,
                        arguments[1],
                        message -> pause && message.key().id().equals("bad"));
        try (broker;
                OutboxRelay relay = OutboxRelay.with(Context.node(watched).database, broker, config)) {
            relay.start();
            System.out.println("node: started");
            Thread.currentThread().join();
        }
    }

    /** Says at each thousandth message of its thousand keys whether they came in order. */
    private static final class Swallowing implements Broker {
        private final Map<String, Long> last = new ConcurrentHashMap<>();
        private final AtomicLong count = new AtomicLong();

        @Override
        public CompletionStage<Void> send(Message message) {
            long number = message.number().version();
            Long before = last.put(message.key().id(), number);
            if (before != null && before != number - 1) {
                System.out.println("node: inverted " + message.key() + " " + before + " " + number);
            }
            if (count.incrementAndGet() % 1000 == 0) {
                System.out.println("node: swallowed " + count);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    /** Never breaks a statement; only the relay's thread gets here. */
    private static final class PauseInTransaction implements Predicate<String> {
        private boolean listing;
        private boolean done;

        @Override
        public boolean test(String sql) {
            listing |= sql.startsWith("insert into ddd_outbox_failing");
            if (listing && !done && sql.equals("commit")) {
                done = true;
                System.out.println("node: in its transaction");
                try {
                    System.in.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                System.out.println("node: goes on");
            }
            return false;
        }
    }
}
