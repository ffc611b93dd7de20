package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two releases of a library on one database, and those that do not fit it. */
class SchemaUpgradeTest {

    @OnEachDatabase
    void without_its_tables_a_store_refuses_to_start_and_says_what_to_do(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        assertThatThrownBy(() -> database.requireInstalled(Boxes.V1))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll(
                        "box v1 is not installed",
                        "none of its tables",
                        "Nothing was written",
                        "database.install",
                        "database.print",
                        "schema and prefix");
        database.install(Boxes.V1);
        assertThatCode(() -> database.requireInstalled(Boxes.V1)).doesNotThrowAnyException();
        assertThatCode(() -> database.transactions().run(() -> database.requireInstalled(Boxes.V1)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> database.prefix("other_").requireInstalled(Boxes.V1))
                .hasMessageContaining("other_schema_journal knows none of its tables");
    }

    @OnEachDatabase
    void an_older_schema_is_refused_by_a_newer_library_before_it_writes(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        database.install(Boxes.V1);
        assertThatThrownBy(() -> database.requireInstalled(Boxes.V1, Boxes.V2))
                .hasMessageContainingAll("box v2 is not installed", "knows version 1", "database.install");
        assertThat(Boxes.journal(database)).containsExactly("box 1");
        assertThat(Boxes.count(database)).isZero();
    }

    @OnEachDatabase
    void two_releases_run_side_by_side_until_what_the_older_one_needs_is_taken_away(TestDatabase kind)
            throws Exception {
        var dataSource = kind.fresh();
        Database older = Database.over(dataSource);
        Database newer = Database.over(dataSource);
        older.install(Boxes.V1);
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> stop = new CompletableFuture<>();
        // On H2 rows that others commit while ALTER TABLE copies the table are lost, so there nobody may write
        // meanwhile.
        Semaphore alone = new Semaphore(kind == TestDatabase.H2 ? 1 : 2, true);
        CompletableFuture<Void> olderNode = CompletableFuture.runAsync(() -> {
            while (!stop.isDone()) {
                alone.acquireUninterruptibly();
                writeAsV1(older, written.incrementAndGet());
                alone.release();
            }
        });
        try {
            Awaitility.await().atMost(120, TimeUnit.SECONDS).until(() -> written.get() > 20 || olderNode.isDone());
            alone.acquireUninterruptibly();
            newer.install(Boxes.V1, Boxes.V2);
            alone.release();
            int before = written.get();
            Awaitility.await()
                    .atMost(120, TimeUnit.SECONDS)
                    .until(() -> written.get() > before + 20 || olderNode.isDone());
            Boxes.run(newer, "insert into " + newer.table("box") + " (id, size) values (?, ?)", -1, 7);
        } finally {
            stop.complete(null);
        }
        olderNode.get(120, TimeUnit.SECONDS);
        assertThat(Boxes.count(newer)).isEqualTo(written.get() + 1L);
        assertThatCode(() -> older.requireInstalled(Boxes.V1)).doesNotThrowAnyException();

        newer.install(Boxes.V1, Boxes.V2, Boxes.V3);
        assertThatThrownBy(() -> older.requireInstalled(Boxes.V1))
                .hasMessageContainingAll(
                        "module box were changed to version 3",
                        "know version 2",
                        "this one knows version 1",
                        "Upgrade the library on this node");
        assertThatCode(() -> newer.requireInstalled(Boxes.V1, Boxes.V2)).doesNotThrowAnyException();
    }

    private static void writeAsV1(Database older, int id) {
        Boxes.run(older, "insert into " + older.table("box") + " (id, label) values (?, ?)", id, "b" + id);
    }

    @OnEachDatabase
    void a_newer_release_that_was_rolled_back_leaves_the_older_one_working(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        database.install(Boxes.V1, Boxes.V2);
        database.install(Boxes.V1);
        database.requireInstalled(Boxes.V1);
        assertThat(Boxes.journal(database)).containsExactly("box 1", "box 2");
    }

    @Test
    void a_text_cannot_ask_for_a_version_that_comes_after_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Boxes.V2.usableFrom(3))
                .withMessageContainingAll("SchemaText.usableFrom is \"3\"", "between 1 and 2");
        assertThatIllegalArgumentException().isThrownBy(() -> Boxes.V2.usableFrom(0));
    }
}
