package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes visible behind the place up to which the relay has read, together with what follows it. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LateRowTest {
    private static final long LONG = 120;
    private static final int BATCH = 4;
    /** The relay reads everything again every few seconds, and a machine may be slow: then a round shows nothing. */
    private static final int ROUNDS = 10;

    private final Context context;
    private final WatchedDataSource node;
    private final Context relaying;
    private final Relays relays = new Relays();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();

    LateRowTest(TestDatabase kind) {
        DataSource server = kind.fresh();
        context = Context.over(server);
        node = new WatchedDataSource(server);
        relaying = Context.node(node);
    }

    @AfterEach
    void close() {
        node.heal();
        relays.close();
        writer.shutdownNow();
    }

    @Test
    void a_row_that_appears_behind_the_place_already_read_is_sent_before_its_successor_ahead_of_it() throws Exception {
        context.publish("warm-up", "the first of its type, which others of that type wait for");
        int round = 0;
        do {
            assertThat(round).as("rounds without a late row").isLessThan(ROUNDS);
            node.statements.clear();
            assertThat(sentOf("late" + ++round)).containsExactly("early", "successor");
        } while (node.statements.stream().noneMatch(sql -> sql.contains("as before_seq")));
    }

    /** The row is written first of all, and committed with its successor while the relay begins to read its third page. */
    private List<String> sentOf(String key) throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<?> late = writer.submit(() -> {
            context.database.transactions().<InterruptedException>run(() -> {
                context.publishHere(key, "early");
                written.countDown();
                assertThat(commit.await(LONG, TimeUnit.SECONDS)).isTrue();
                context.publishHere(key, "successor");
            });
            return true;
        });
        assertThat(written.await(LONG, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 3 * BATCH; i++) {
            context.publish(key + " others " + i, "other");
        }
        List<String> sent = new CopyOnWriteArrayList<>();
        AtomicInteger pages = new AtomicInteger();
        node.breakAt(sql -> {
            if (sql.startsWith("select o.*") && pages.incrementAndGet() == 3) {
                commit.countDown();
                await(late);
            }
            return false;
        });
        OutboxRelay relay = relays.start(relaying, relays.broker(1, message -> note(key, message, sent)), config());
        late.get(LONG, TimeUnit.SECONDS);
        assertThat(relay.awaitDrained(Duration.ofSeconds(LONG))).isTrue();
        relay.close();
        return sent;
    }

    private static void await(Future<?> late) {
        try {
            late.get(LONG, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void note(String key, Message message, List<String> sent) {
        if (message.key().id().equals(key)) {
            sent.add(Context.note(message));
        }
    }

    private static OutboxConfig config() {
        return OutboxConfig.builder()
                .pollEvery(Duration.ofMillis(20))
                .batchSize(BATCH)
                .build();
    }
}
