package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes are processes here: they are killed, and stopped and continued. */
abstract class NodeFailureContract {
    private static final String NAME = "units-by-order";
    private static final Duration LONG = Duration.ofSeconds(180);
    /** What a busy machine may add. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    private final String url;
    private final int kills;
    private final Shop shop;
    private final Projections projections;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private UnitsByOrder model;

    NodeFailureContract(TestDatabase database, int kills) {
        this.url = database.freshUrl();
        this.kills = kills;
        shop = Shop.at(url);
        projections = Projections.on(shop.database, shop.store);
    }

    @BeforeEach
    void install() throws SQLException {
        shop.database.install(ProjectionEngine.schema());
        model = UnitsByOrder.in(shop);
    }

    @AfterEach
    void close() {
        nodes.forEach(NodeProcess::close);
        shop.close();
    }

    private NodeProcess start(Duration lease, String how) throws Exception {
        NodeProcess node = NodeProcess.start(url, lease.toMillis(), how);
        nodes.add(node);
        return node;
    }

    private void append(String id) {
        shop.store.append(
                order(id),
                0,
                List.of(placed(id), units(1), units(2), units(3), units(4), units(5), units(6), units(7)));
    }

    @Test
    void after_many_kills_in_the_middle_of_its_work_the_read_model_is_the_fold_of_the_events() throws Exception {
        Duration lease = Duration.ofMillis(300);
        Map<String, String> fold = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            start(lease, "work");
        }
        for (int kill = 0; kill < kills; kill++) {
            append("o" + kill);
            fold.put("o" + kill, "28 in 8");
            NodeProcess working = awaitWork();
            working.close();
            nodes.remove(working);
            start(lease, "work");
        }
        projections.awaitApplied(NAME, order("o" + (kills - 1)), 8, LONG);
        assertThat(model.rows()).isEqualTo(fold);
        assertThat(projections.setAside(NAME, 0, 10)).isEmpty();
    }

    /** The node that says it has committed a transaction, since the one before died: it is in its next one. */
    private NodeProcess awaitWork() {
        Map<NodeProcess, Long> before = new HashMap<>();
        nodes.forEach(node -> before.put(node, node.committed()));
        List<NodeProcess> working = new ArrayList<>();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> nodes.stream().anyMatch(node -> node.committed() > before.get(node) && working.add(node)));
        return working.get(0);
    }

    @Test
    void a_node_that_is_stopped_inside_its_transaction_is_replaced_within_the_lease_and_commits_nothing_later()
            throws Exception {
        Duration lease = Duration.ofSeconds(2);
        shop.transactions.run(() ->
                Jdbc.update(shop.transactions.connection(), "create table stopped_node (position bigint primary key)"));
        append("o1");
        NodeProcess stopped = start(lease, "wait");
        await().atMost(LONG).until(() -> stopped.said(line -> line.contains("node: inside")));
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
                    .until(() -> stopped.said(line -> line.contains("Projection units-by-order could not work")
                            || line.contains("was taken over by another node")));
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
