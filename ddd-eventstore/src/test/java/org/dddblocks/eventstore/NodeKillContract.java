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
import org.dddblocks.testservers.NodeProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes are processes here, and are killed. */
abstract class NodeKillContract {
    static final String NAME = "units-by-order";
    static final Duration LONG = Duration.ofSeconds(180);

    private final String url;
    private final int kills;
    final Shop shop;
    final Projections projections;
    private final List<NodeProcess> nodes = new ArrayList<>();
    UnitsByOrder model;

    NodeKillContract(String url, int kills) {
        this.url = url;
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

    NodeProcess start(Duration lease, String how) throws Exception {
        NodeProcess node = ProjectingNode.start(url, lease.toMillis(), how);
        nodes.add(node);
        return node;
    }

    void append(String id) {
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
        nodes.forEach(node -> before.put(node, ProjectingNode.committed(node)));
        List<NodeProcess> working = new ArrayList<>();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> nodes.stream()
                        .anyMatch(node -> ProjectingNode.committed(node) > before.get(node) && working.add(node)));
        return working.get(0);
    }
}
