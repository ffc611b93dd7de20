package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dddblocks.eventstore.Shop.order;

import java.time.Duration;
import java.util.Map;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testservers.NodeProcess;
import org.junit.jupiter.api.Test;

/** Nodes are processes here: they are killed, and stopped and continued. */
abstract class NodeFailureContract extends NodeKillContract {
    /** What a busy machine may add. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    NodeFailureContract(TestDatabase database, int kills) {
        super(database.freshUrl(), kills);
    }

    @Test
    void a_node_that_is_stopped_inside_its_transaction_is_replaced_within_the_lease_and_commits_nothing_later()
            throws Exception {
        Duration lease = Duration.ofSeconds(2);
        shop.transactions.run(() ->
                Jdbc.update(shop.transactions.connection(), "create table stopped_node (position bigint primary key)"));
        append("o1");
        NodeProcess stopped = start(lease, "wait");
        await().atMost(LONG).until(() -> stopped.said("node: inside"));
        ProjectionConfig config = ProjectionConfig.builder()
                .lease(lease)
                .pollEvery(ProjectingNode.POLL)
                .build();
        try (ProjectionEngine other = ProjectionEngine.with(projections, config).add(model)) {
            stopped.signal("STOP");
            long stoppedAt = System.nanoTime();
            other.start();
            projections.awaitApplied(NAME, order("o1"), 8, LONG);
            assertThat(Duration.ofNanos(System.nanoTime() - stoppedAt))
                    .as("takeover within the lease and one poll")
                    .isLessThan(lease.plus(ProjectingNode.POLL).plus(SLACK));
            assertThat(model.rows()).isEqualTo(Map.of("o1", "28 in 8"));

            stopped.goOn(); // it is inside its handler, and would apply the rest and commit
            stopped.signal("CONT");
            await().atMost(LONG)
                    .until(() -> stopped.said("Projection units-by-order could not work")
                            || stopped.said("was taken over by another node"));
            append("o2");
            projections.awaitApplied(NAME, order("o2"), 8, LONG);
            assertThat(model.rows()).isEqualTo(Map.of("o1", "28 in 8", "o2", "28 in 8"));
            assertThat(marks()).isZero();
            assertThat(stopped.alive()).as("it goes on, standing by").isTrue();
        }
    }

    private int marks() {
        return shop.transactions.call(() -> Jdbc.query(
                        shop.transactions.connection(), row -> row.getInt(1), "select count(*) from stopped_node")
                .get(0));
    }
}
