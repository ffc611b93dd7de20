package org.dddblocks.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/**
 * Keeps sessions and lends the one that rested longest, so that each comes again and two transactions in a row, also of
 * one thread alone, never have the same: what a session keeps for itself is bound to show.
 */
public final class RotatingPool implements AutoCloseable {
    /** After these a session is not as good as new and does not come again. */
    private static final Set<String> CHANGES = Set.of("setTransactionIsolation", "setSchema", "setReadOnly", "abort");

    private final Queue<Connection> resting = new ConcurrentLinkedQueue<>();

    private RotatingPool() {}

    /** Opens so many connections; more are opened, and kept, when all of them are lent. */
    public static RotatingPool of(int size, DataSource target) {
        RotatingPool pool = new RotatingPool();
        try {
            for (int i = 0; i < size; i++) {
                pool.resting.add(target.getConnection());
            }
        } catch (SQLException e) {
            pool.close();
            throw new IllegalStateException("The pool of a test could not be filled.", e);
        }
        return pool;
    }

    /** Lends the connections of this pool, and asks {@code target} for more. */
    public DataSource over(DataSource target) {
        return (DataSource) Proxy.newProxyInstance(
                RotatingPool.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        Connection rested = resting.poll();
                        return lent(rested == null ? target.getConnection() : rested);
                    }
                    return method.invoke(target, arguments);
                });
    }

    private Connection lent(Connection connection) {
        boolean[] returned = new boolean[1];
        boolean[] changed = new boolean[1];
        return (Connection) Proxy.newProxyInstance(
                RotatingPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isClosed")) {
                        return returned[0];
                    }
                    if (method.getName().equals("close")) {
                        if (!returned[0]) {
                            returned[0] = true;
                            end(connection, changed[0]);
                        }
                        return null;
                    }
                    changed[0] |= CHANGES.contains(method.getName());
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void end(Connection connection, boolean changed) throws SQLException {
        if (changed || connection.isClosed()) {
            connection.close();
            return;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        resting.add(connection);
    }

    /** Closes the connections that nobody has. */
    @Override
    public void close() {
        for (Connection connection = resting.poll(); connection != null; connection = resting.poll()) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException("A connection of a test's pool could not be closed.", e);
            }
        }
    }
}
