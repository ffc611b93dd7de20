package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.WriteTurn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of the application's pool for one transaction of ours; it goes back as it came. */
final class BorrowedConnection implements Dialect.Session {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /**
     * What each connection of the server's answered: asking is a round trip, which would be one third of a short
     * transaction. A pool gives a connection on as it was before a borrower changed it.
     */
    private static final Map<Connection, Integer> ISOLATIONS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Connection connection;
    private final boolean autoCommit;
    private final int isolation;
    private final @Nullable WriteTurn turn;
    private final Set<String> restoring = new LinkedHashSet<>();
    private boolean myTurn;

    private BorrowedConnection(Connection connection, boolean autoCommit, int isolation, @Nullable WriteTurn turn) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.isolation = isolation;
        this.turn = turn;
    }

    /** With the turn that its writing statements have to wait for; null if there is none. */
    static BorrowedConnection take(DataSource dataSource, @Nullable WriteTurn turn) {
        Connection connection = connect(dataSource);
        try {
            return prepared(connection, turn);
        } catch (SQLException | RuntimeException e) {
            throw notPrepared(connection, e);
        }
    }

    /** For one statement that commits by itself; the isolation stays as it is, since asking for it costs a round trip. */
    static BorrowedConnection takeForOneStatement(DataSource dataSource) {
        Connection connection = connect(dataSource);
        try {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return new BorrowedConnection(connection, autoCommit, Connection.TRANSACTION_READ_COMMITTED, null);
        } catch (SQLException | RuntimeException e) {
            throw notPrepared(connection, e);
        }
    }

    /** For statements that only read, each with a snapshot of its own: no transaction is begun, so none must be ended. */
    static BorrowedConnection takeForReading(DataSource dataSource) {
        Connection connection = connect(dataSource);
        try {
            return readCommitted(connection, null);
        } catch (SQLException | RuntimeException e) {
            throw notPrepared(connection, e);
        }
    }

    private static Connection connect(DataSource dataSource) {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw PersistenceException.of("take a connection from the DataSource", e);
        }
    }

    private static RuntimeException notPrepared(Connection connection, Exception e) {
        close(connection);
        return e instanceof SQLException sql
                ? PersistenceException.of("begin a transaction", sql)
                : (RuntimeException) e;
    }

    /** Reads the settings outside any transaction, since asking for the isolation would begin one. */
    private static BorrowedConnection prepared(Connection connection, @Nullable WriteTurn turn) throws SQLException {
        BorrowedConnection borrowed = readCommitted(connection, turn);
        connection.setAutoCommit(false);
        return borrowed;
    }

    private static BorrowedConnection readCommitted(Connection connection, @Nullable WriteTurn turn)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (!autoCommit) {
            connection.rollback(); // whatever the borrower before us left open is not ours to commit
            connection.setAutoCommit(true);
        }
        int isolation = isolation(connection);
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        return new BorrowedConnection(connection, autoCommit, isolation, turn);
    }

    private static int isolation(Connection connection) throws SQLException {
        Connection physical =
                connection.isWrapperFor(Connection.class) ? connection.unwrap(Connection.class) : connection;
        Integer known = ISOLATIONS.get(physical);
        if (known == null) {
            known = connection.getTransactionIsolation();
            ISOLATIONS.put(physical, known);
        }
        return known;
    }

    Connection connection() {
        return connection;
    }

    /** Waits until this transaction may write, if the statement does. */
    void aboutTo(String sql) throws SQLException {
        if (turn != null && !myTurn && turn.isNeededFor(sql)) {
            turn.take();
            myTurn = true;
        }
    }

    private void giveTurn() {
        if (turn != null && myTurn) {
            myTurn = false;
            turn.give();
        }
    }

    @Override
    public boolean restoredBy(String statement) {
        return restoring.add(statement);
    }

    /** Gives the connection back after a commit or a rollback that succeeded. */
    void giveBack() {
        try {
            connection.setAutoCommit(true);
            for (String statement : restoring) {
                restore(statement);
            }
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A connection could not be given back with the settings it came with; it is aborted.", e);
            abort();
        }
        giveTurn();
        close(connection);
    }

    private void restore(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Gives a connection back on which a transaction may still be open: switching auto-commit on would commit it. */
    void discard() {
        abort();
        giveTurn();
        close(connection);
    }

    private void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A broken connection could not be aborted.", e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A connection could not be closed.", e);
        }
    }
}
