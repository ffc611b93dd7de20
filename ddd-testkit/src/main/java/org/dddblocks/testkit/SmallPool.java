package org.dddblocks.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Data sources that lend connections under conditions. */
final class SmallPool {
    private static final long PATIENCE_SECONDS = 30;

    private SmallPool() {}

    /** Lends so many connections at a time, and fails after a while whoever wants one more: a deadlock that ends. */
    static DataSource of(int size, DataSource target) {
        Semaphore free = new Semaphore(size);
        return (DataSource) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        take(free);
                        return lent(target.getConnection(), free);
                    }
                    return method.invoke(target, arguments);
                });
    }

    /** Runs a statement on each new connection. */
    static DataSource withStatement(String sql, DataSource target) {
        return (DataSource) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(target, arguments);
                    if (result instanceof Connection connection) {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute(sql);
                        }
                    }
                    return result;
                });
    }

    private static void take(Semaphore free) throws SQLException {
        try {
            if (free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new SQLTransientConnectionException(
                "No connection is free: somebody holds one and wants another.", "08001");
    }

    private static Connection lent(Connection connection, Semaphore free) {
        return (Connection) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        free.release();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
