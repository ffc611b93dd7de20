package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.dddblocks.persistence.FeedPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Processes that write, and processes that apply the feed with their checkpoint, are killed by -9 in the middle of their
 * work and replaced: nothing is lost, repeated or inverted, and each event is applied once, in the order of the feed.
 */
abstract class KilledNodes {
    private static final long SEED = 20_260_302;
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final int MOST_BEFORE_A_KILL = 400;
    private static final int LONGEST_NANOS = 5_000_000;

    private final String url;
    private final int kills;
    private final List<String> roles;
    private final Random random = new Random(SEED);
    private final HistoryChecker history = new HistoryChecker();
    private final HistoryChecker.Reader alongside = history.reader("alongside", 0);
    private final List<KilledProcess> nodes = new ArrayList<>();

    /** A database of that URL, which lives on, or an embedded one, which is one process's and dies with it. */
    KilledNodes(String url, int kills, String... roles) {
        this.url = url;
        this.kills = kills;
        this.roles = List.of(roles);
    }

    @AfterEach
    void killAll() {
        nodes.forEach(KilledProcess::close);
    }

    @Test
    void whoever_is_killed_nothing_is_lost_repeated_or_inverted_and_each_event_is_applied_once() throws Exception {
        KilledNode.install(url);
        history.writersWereKilled();
        for (String role : roles) {
            nodes.add(KilledProcess.start(url, role));
        }
        for (int kill = 0; kill < kills; kill++) {
            killOneAtWork(kill % nodes.size());
        }
        for (KilledProcess node : nodes) {
            kill(node);
        }
        try (KilledNode last = new KilledNode(url)) {
            last.read();
            readOn(last);
            last.tell(history.reader("the readers that were killed", 0));
            history.check(last.store());
            last.thenTwinsAreEqual();
        }
        System.out.printf(
                "%d kills, %d events acknowledged, %d seen%n", kills, history.acknowledged(), alongside.events());
    }

    private void killOneAtWork(int index) throws Exception {
        KilledProcess node = nodes.get(index);
        int enough = node.number() + 1 + random.nextInt(MOST_BEFORE_A_KILL);
        if (nodes.size() == 1) {
            awaitDone(node, enough, () -> {});
            kill(node);
            try (KilledNode between = new KilledNode(url)) {
                readOn(between);
            }
        } else {
            try (KilledNode reading = new KilledNode(url)) {
                awaitDone(node, enough, () -> readOn(reading));
            }
            kill(node);
        }
        nodes.set(index, KilledProcess.start(url, node.role()));
    }

    private void awaitDone(KilledProcess node, int number, Runnable meanwhile) {
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(() -> {
            meanwhile.run();
            return node.number() >= number || !node.alive();
        });
        LockSupport.parkNanos(random.nextInt(LONGEST_NANOS));
        assertThat(node.alive()).as("it works until it is killed").isTrue();
    }

    private void kill(KilledProcess node) throws InterruptedException {
        List<String> done = node.kill();
        if (node.role().contains("write")) {
            done.stream().filter(id -> id.contains("-")).forEach(id -> history.acknowledged(UUID.fromString(id)));
        }
    }

    /** A reader of this process, at each kill another one that goes on from the last position. */
    private void readOn(KilledNode node) {
        for (FeedPage page = node.store().readFeed(alongside.position(), 200);
                !page.entries().isEmpty();
                page = node.store().readFeed(alongside.position(), 200)) {
            alongside.saw(page);
        }
    }
}
