package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.testservers.PostgresServer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseSmokeTest {
    static Stream<DataSource> dataSources() {
        DataSource h2 = JdbcConnectionPool.create("jdbc:h2:mem:smoke;DB_CLOSE_DELAY=-1", "", "");
        return Stream.of(h2, PostgresServer.freshDatabase().dataSource());
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void installs_a_schema_once_and_commits_what_was_written(DataSource dataSource) {
        Database database = Database.over(dataSource).schema("smoke");
        SchemaText text = SchemaText.of(
                "smoke",
                1,
                dialect -> new ByteArrayInputStream(
                        "create table if not exists ${table:note} (id int constraint ${name:note_pk} primary key);"
                                .getBytes()));
        database.install(text);
        database.install(text);
        database.transactions()
                .run(() -> Jdbc.update(
                        database.transactions().connection(),
                        "insert into " + database.table("note") + " values (?)",
                        1));
        assertThat(database.transactions()
                        .call(() -> Jdbc.query(
                                database.transactions().connection(),
                                row -> row.getInt(1),
                                "select id from " + database.table("note"))))
                .containsExactly(1);
        assertThat(database.now()).isNotNull();
    }
}
