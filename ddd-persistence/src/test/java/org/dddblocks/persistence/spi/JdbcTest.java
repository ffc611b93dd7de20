package org.dddblocks.persistence.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.OnEachDatabase;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.TestDatabase;

class JdbcTest {

    private static Database withTable(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        String table =
                "create table t (id int primary key, at " + database.dialect().timeType() + ", uid uuid)";
        database.transactions().run(() -> Jdbc.update(database.transactions().connection(), table));
        return database;
    }

    @OnEachDatabase
    void an_instant_is_cut_to_the_microsecond_and_never_rounded_into_the_future(TestDatabase kind) {
        Database database = withTable(kind);
        Instant almost = Instant.parse("2010-12-31T23:59:59.999999999Z");
        UUID uid = new UUID(1, 2);
        database.transactions().run(() -> {
            var connection = database.transactions().connection();
            Jdbc.update(connection, "insert into t values (?, ?, ?)", 1, almost, uid);
            Jdbc.update(connection, "insert into t values (?, ?, ?)", 2, null, null);
            assertThat(Jdbc.query(
                            connection,
                            row -> List.of(Jdbc.instant(row, "at"), Jdbc.uuid(row, "uid")),
                            "select at, uid from t where id = ?",
                            1))
                    .containsExactly(List.of(Instant.parse("2010-12-31T23:59:59.999999Z"), uid));
            assertThat(Jdbc.first(
                            connection,
                            row -> Jdbc.instant(row, "at") == null && Jdbc.uuid(row, "uid") == null,
                            "select at, uid from t where id = ?",
                            2))
                    .contains(true);
            assertThat(Jdbc.first(connection, row -> row.getInt(1), "select id from t where id = ?", 3))
                    .isEmpty();
        });
    }

    @OnEachDatabase
    void a_batch_runs_once_for_each_row_and_fails_with_its_statement(TestDatabase kind) {
        Database database = withTable(kind);
        database.transactions().run(() -> {
            List<Object[]> rows = List.of(new Object[] {1}, new Object[] {2});
            assertThat(Jdbc.batch(database.transactions().connection(), "insert into t (id) values (?)", rows))
                    .hasSize(2);
        });
        assertThatThrownBy(() -> database.transactions()
                        .run(() -> Jdbc.batch(
                                database.transactions().connection(),
                                "insert into t (id) values (?)",
                                List.<Object[]>of(new Object[] {3}, new Object[] {1}))))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("insert into t (id) values (?)", "23505");
    }
}
