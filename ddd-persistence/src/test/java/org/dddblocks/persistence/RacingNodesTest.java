package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresDatabase;
import org.dddblocks.testservers.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that install at the same moment, again and again; H2, which one process owns, is in {@link SchemaTest}. */
class RacingNodesTest {
    private static final int NODES = 3;
    private static final int ROUNDS = 8;

    @Test
    void processes_that_install_at_once_on_postgresql_all_find_each_text_applied_once() throws Exception {
        PostgresDatabase database = PostgresServer.freshDatabase();
        race(database.url(), database.dataSource());
    }

    @Test
    @Tag("services")
    void processes_that_install_at_once_on_mariadb_all_find_each_text_applied_once() throws Exception {
        String url = MariaDbServer.freshDatabase();
        race(url, TestDatabase.at(url));
    }

    private static void race(String url, DataSource dataSource) throws Exception {
        List<InstallingNode> nodes = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
                nodes.add(InstallingNode.start(url));
            }
            assertThat(answers(nodes)).containsOnly("ready");
            for (int round = 0; round < ROUNDS; round++) {
                String schema = "race_" + UUID.randomUUID().toString().replace("-", "");
                if (url.startsWith("jdbc:mariadb:")) {
                    MariaDbServer.dropAtEnd(schema);
                }
                for (InstallingNode node : nodes) {
                    node.install(schema);
                }
                assertThat(answers(nodes)).as("round %d", round).hasSize(NODES).containsOnly("installed");
                assertThat(Boxes.journal(Database.over(dataSource).schema(schema)))
                        .containsExactly("box 1", "box 2");
            }
        } finally {
            nodes.forEach(InstallingNode::close);
        }
    }

    private static List<String> answers(List<InstallingNode> nodes) throws Exception {
        List<String> answers = new ArrayList<>();
        for (InstallingNode node : nodes) {
            answers.add(node.answer());
        }
        return answers;
    }
}
