package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testservers.MariaDbServer;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final SchemaText V1 = text(
            "box",
            1,
            "create table if not exists ${table:box} (id int not null, constraint ${name:box_pk} primary key (id));\n"
                    + "create index if not exists ${name:box_by_id} on ${table:box} (id);");
    private static final String OWN = "own_" + Long.toHexString(System.nanoTime());
    private static final SchemaText V2 = text("box", 2, "alter table ${table:box} add column if not exists size int;");

    private static SchemaText text(String module, int version, String sql) {
        return SchemaText.of(
                module, version, dialect -> new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)));
    }

    @OnEachDatabase
    void texts_are_applied_once_in_ascending_version_into_their_own_schema(TestDatabase kind) {
        DataSource dataSource = kind.fresh();
        Database database = Database.over(dataSource).schema(unique(kind)).prefix("my_");
        database.install(V2, V1);
        database.install(V1, V2);
        assertThat(database.table("box")).isEqualTo(unique(kind) + ".my_box");
        run(database, "insert into " + database.table("box") + " values (1, 2)");
        assertThat(journal(database)).containsExactly("box 1", "box 2");
    }

    @Test
    void a_function_of_postgresql_finds_its_own_tables_in_whichever_schema_they_are() {
        SchemaText function = text(
                "box",
                3,
                "create or replace function ${table:put}(number int) returns int language plpgsql as $$\n"
                        + "declare -- a row's number; nothing else\n  found int;\nbegin\n"
                        + "  insert into ${table:box} (id) values (number) returning id into found;\n"
                        + "  return found;\nend $$;");
        Database database = Database.over(TestDatabase.POSTGRESQL.fresh()).schema("fn");
        Database other = database.schema("fn2");
        database.install(V1, function);
        other.install(V1, function);
        database.install(V1, function);
        assertThat(put(database, 7)).containsExactly(7);
        assertThat(put(other, 8)).containsExactly(8);
        assertThat(journal(other)).containsExactly("box 1", "box 3");
    }

    private static List<Integer> put(Database database, int number) {
        return database.transactions()
                .call(() -> Jdbc.query(
                        database.transactions().connection(),
                        row -> row.getInt(1),
                        "select " + database.table("put") + "(?)",
                        number));
    }

    @OnEachDatabase
    void two_prefixes_share_one_schema_without_meeting(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        Database other = database.prefix("other_");
        database.install(V1, V2);
        other.install(V1);
        assertThat(journal(database)).hasSize(2);
        assertThat(journal(other)).hasSize(1);
        assertThat(other.transactions()).isSameAs(database.transactions());
    }

    @OnEachDatabase
    void an_install_that_was_cut_off_half_way_is_completed_by_the_next(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        SchemaText broken = text("box", 1, V1.text("any") + "\ncreate nonsense;");
        assertThatThrownBy(() -> database.install(broken))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("create nonsense");
        database.install(V1);
        assertThat(journal(database)).containsExactly("box 1");
    }

    @OnEachDatabase
    void many_nodes_may_install_at_once(TestDatabase kind) throws Exception {
        DataSource dataSource = kind.fresh();
        int nodes = 4;
        CyclicBarrier barrier = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Callable<Boolean>> installs = IntStream.range(0, nodes)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        Database node = Database.over(dataSource);
                        barrier.await(120, TimeUnit.SECONDS);
                        node.install(V1, V2);
                        return true;
                    })
                    .collect(Collectors.toList());
            for (Future<Boolean> done : threads.invokeAll(installs, 120, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(journal(Database.over(dataSource))).containsExactly("box 1", "box 2");
    }

    @OnEachDatabase
    void what_is_printed_can_be_run_by_somebody_else_and_leaves_nothing_to_install(TestDatabase kind) {
        WatchedDataSource dataSource = new WatchedDataSource(kind.fresh(), 5);
        Database database = Database.over(dataSource);
        SqlScript.statements(database.print(V1, V2)).forEach(sql -> run(database, sql));
        dataSource.calls.clear();
        database.install(V1, V2);
        assertThat(dataSource.calls).noneMatch(call -> call.contains("create") || call.contains("insert"));
        assertThat(journal(database)).containsExactly("box 1", "box 2");
    }

    @OnEachDatabase
    void a_published_text_that_was_changed_is_named_in_a_warning(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        database.install(V1);
        try (LogCapture log = LogCapture.of(Database.class)) {
            database.install(text("box", 1, "create table if not exists ${table:box} (id int);"));
            assertThat(log.text()).contains("box v1 was changed", "Make a change a new version");
        }
    }

    @OnEachDatabase
    void installing_inside_a_transaction_is_refused(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        assertThatIllegalStateException()
                .isThrownBy(() -> database.transactions().run(() -> database.install(V1)))
                .withMessageContaining("inside a transaction");
    }

    @OnEachDatabase
    void a_missing_table_says_what_creates_it(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        assertThatThrownBy(() -> run(database, "insert into ddd_box values (1)"))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("insert into ddd_box", "database.install", "database.print");
    }

    @OnEachDatabase
    void wrong_names_are_refused_with_what_is_allowed(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.schema("Order; drop table x"))
                .withMessageContaining("is \"Order; drop table x\"; it must be a lower-case letter, then at most 39");
        assertThatIllegalArgumentException().isThrownBy(() -> database.prefix("UPPER_"));
        assertThatIllegalArgumentException().isThrownBy(() -> database.table("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> text("", 1, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text("box", 0, ""))
                .withMessageContaining("is \"0\"; it must be 1 or more");
        SchemaText none = SchemaText.of("box", 1, dialect -> null);
        assertThatThrownBy(() -> database.install(none))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining(
                        "has no schema of version 1 for " + database.dialect().name());
    }

    /** On MariaDB a schema is a database of the server. */
    private static String unique(TestDatabase kind) {
        if (kind == TestDatabase.MARIADB) {
            MariaDbServer.dropAtEnd(OWN);
        }
        return OWN;
    }

    private static void run(Database database, String sql) {
        database.transactions().run(() -> Jdbc.update(database.transactions().connection(), sql));
    }

    private static List<String> journal(Database database) {
        return database.transactions()
                .call(() -> Jdbc.query(
                        database.transactions().connection(),
                        row -> row.getString(1) + " " + row.getInt(2),
                        "select module, version from " + database.table("schema_journal") + " order by version"));
    }
}
