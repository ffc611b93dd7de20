package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL keeps plans of statements used often: those of an outbox that was nearly empty must not serve one that is full. */
class FreshPlanTest {
    private static final int MANY_USES = 12;
    private static final List<Integer> ALL =
            IntStream.range(0, Buckets.COUNT).boxed().toList();

    private Connection connection;
    private Context context;
    private OutboxTable table;
    private Fenced fenced;
    private Leased leased;

    @BeforeEach
    void install() throws SQLException {
        connection = TestDatabase.POSTGRESQL.fresh().getConnection();
        context = Context.over(new Kept(connection));
        Database database = context.database;
        table = new OutboxTable(database);
        NodeTable nodes = new NodeTable(database);
        fenced = new Fenced(database, nodes, Duration.ofMinutes(5));
        leased = new Leased(nodes, Duration.ofMinutes(5), OutboxMetrics.NOBODY);
        leased.claim();
        execute("alter table ddd_outbox set (autovacuum_enabled = false)"); // which would end all kept plans
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void pages_and_deletes_go_by_the_index_also_when_the_table_was_small_at_first() throws SQLException {
        context.publish("first", "of few");
        use(MANY_USES);
        for (int i = 0; i < 20; i++) {
            String many = "x".repeat(50) + i;
            context.publish(many, "of many");
        }
        for (int doubled = 0; doubled < 10; doubled++) {
            execute("insert into ddd_outbox (" + OutboxSql.COLUMNS + ") select "
                    + OutboxSql.COLUMNS.replaceFirst("\\bid\\b", "gen_random_uuid()") + " from ddd_outbox");
        }
        long before = wholeReads();

        use(3);

        assertThat(wholeReads()).isEqualTo(before);
    }

    private void use(int times) {
        for (int i = 0; i < times; i++) {
            Page page = table.read(ALL, List.of(), 0, 100, false);
            assertThat(page.rows()).isNotEmpty();
            Map<Long, Long> befores = table.before(List.of(page.last()), page.last());
            assertThat(befores).isNotEmpty();
            assertThat(table.delete(fenced, leased.owner(), List.of(-1L))).isTrue();
        }
    }

    private long wholeReads() throws SQLException {
        execute("select pg_stat_force_next_flush()");
        execute("select 1");
        String sql = "select seq_scan from pg_stat_user_tables where relname = 'ddd_outbox'";
        return Jdbc.query(connection, row -> row.getLong(1), sql).get(0);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Lends the same connection each time, as a pool does. */
    private static final class Kept extends TestDataSource {
        private final Connection connection;

        Kept(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, args) -> {
                        try {
                            return method.getName().equals("close") ? null : method.invoke(connection, args);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
        }
    }
}
