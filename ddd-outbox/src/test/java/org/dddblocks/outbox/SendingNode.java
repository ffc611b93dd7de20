package org.dddblocks.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** A process with a relay that runs until it is killed. */
final class SendingNode {
    private SendingNode() {}

    /**
     * Arguments: the database's URL, the node's name, its lease in milliseconds, and "send", or "pause" to wait for a line
     * before the commit of the transaction that lists the first failing key; then it refuses the key "bad".
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
        TableBroker broker = new TableBroker(
                server, arguments[1], message -> pause && message.key().id().equals("bad"));
        try (broker;
                OutboxRelay relay = OutboxRelay.with(Context.node(watched).database, broker, config)) {
            relay.start();
            System.out.println("node: started");
            Thread.currentThread().join();
        }
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
