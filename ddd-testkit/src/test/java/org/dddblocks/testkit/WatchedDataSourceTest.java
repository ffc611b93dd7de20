package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchedDataSourceTest implements OnH2 {
    private static final String INSERT = "insert into t values (1)";

    private WatchedDataSource watched;

    @BeforeEach
    void begin() throws SQLException {
        watched = WatchedDataSource.over(emptyDatabase());
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (n integer)");
        }
        watched.forget();
    }

    /** Four calls: connect, two statements, commit. */
    private void work() throws SQLException {
        try (Connection connection = watched.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    var prepared = connection.prepareStatement(INSERT)) {
                statement.executeUpdate(INSERT);
                prepared.executeUpdate();
            }
            connection.commit();
        }
    }

    private int rows() throws SQLException {
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from t")) {
            count.next();
            return count.getInt(1);
        }
    }

    @Test
    void every_call_to_the_server_is_written_down() throws SQLException {
        work();

        assertThat(watched.calls()).containsExactly("connect", INSERT, INSERT, "commit");
        assertThat(watched.statements()).containsExactly(INSERT, INSERT);
        assertThat(watched.openConnections()).isZero();
    }

    @Test
    void a_break_before_a_call_keeps_the_server_from_hearing_of_it() throws SQLException {
        for (int k = 1; k <= 4; k++) {
            watched.breakAt(k, Moment.BEFORE);
            assertThatThrownBy(this::work).isInstanceOf(SQLException.class).hasMessageContaining("on purpose");
            assertThat(watched.isBroken()).isTrue();
            watched.mend();
            assertThat(rows()).as("call %d", k).isZero();
        }
    }

    @Test
    void a_break_after_the_commit_loses_the_answer_only() throws SQLException {
        watched.breakAt(4, Moment.AFTER);
        assertThatThrownBy(this::work).isInstanceOf(SQLException.class);
        watched.mend();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void after_a_break_everything_fails_until_it_is_mended() throws SQLException {
        Connection before = watched.getConnection();
        watched.breakAt(1, Moment.BEFORE);
        assertThatThrownBy(watched::getConnection).isInstanceOf(SQLException.class);

        assertThatThrownBy(watched::getConnection).isInstanceOf(SQLException.class);
        assertThatThrownBy(before::createStatement).isInstanceOf(SQLException.class);
        watched.mend();
        assertThatThrownBy(before::createStatement).isInstanceOf(SQLException.class);
        before.close();
        work();
        assertThat(watched.openConnections()).isZero();
    }

    @Test
    void a_call_that_is_never_made_breaks_nothing() throws SQLException {
        watched.breakAt(5, Moment.BEFORE);
        work();
        assertThat(watched.isBroken()).isFalse();
        assertThatThrownBy(() -> watched.breakAt(0, Moment.BEFORE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is 0; it must be 1 or more");
    }
}
