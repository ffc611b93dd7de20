package org.dddblocks.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Lends one connection at a time, in the order of asking. */
final class PoolOfOne extends TestDataSource {
    private final DataSource target;
    private final Semaphore free = new Semaphore(1, true);

    PoolOfOne(DataSource target) {
        this.target = target;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            if (!free.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new SQLException("no connection within 30 s", "08001");
            }
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
        Connection connection = target.getConnection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, args) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        connection.close();
                        free.release();
                        return null;
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
