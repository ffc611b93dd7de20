package org.dddblocks.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Records the statements a node executes ("commit" included) and can break the node at one of them: the physical
 * connection is closed before the statement runs, and every later call of the node fails.
 */
final class WatchedDataSource extends TestDataSource {
    final List<String> statements = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    private final DataSource target;
    private volatile Predicate<String> breakAt = sql -> false;
    private volatile boolean dieForGood;
    private volatile boolean dead;

    WatchedDataSource(DataSource target) {
        this.target = target;
    }

    /** The first statement that fits kills the node. */
    void dieAt(Predicate<String> statement) {
        dieForGood = true;
        breakAt = statement;
    }

    /** Every statement that fits loses its connection, until {@link #heal}. */
    void breakAt(Predicate<String> statement) {
        dieForGood = false;
        breakAt = statement;
    }

    void heal() {
        breakAt = sql -> false;
        dead = false;
    }

    boolean dead() {
        return dead;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (dead) {
            throw new SQLException("this node is dead", "08006");
        }
        Connection connection = target.getConnection();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        return proxy(Connection.class, connection, (method, arguments) -> {
            if (method.equals("commit")) {
                watch("commit", connection);
            } else if (method.equals("close") && !connection.isClosed()) {
                open.decrementAndGet();
            }
            return null;
        });
    }

    private Object statement(PreparedStatement statement, String sql, Connection connection) {
        return proxy(PreparedStatement.class, statement, (method, arguments) -> {
            if (method.startsWith("execute")) {
                watch(sql, connection);
            }
            return null;
        });
    }

    private void watch(String sql, Connection connection) throws SQLException {
        if (dead || breakAt.test(sql)) {
            dead |= dieForGood;
            if (!connection.isClosed()) {
                open.decrementAndGet();
                connection.abort(Runnable::run);
                connection.close();
            }
            throw new SQLException("the connection broke before: " + sql, "08006");
        }
        statements.add(sql);
    }

    private <T> T proxy(Class<T> type, T object, Before before) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            before.call(method.getName(), args);
            try {
                Object result = method.invoke(object, args);
                return method.getName().equals("prepareStatement")
                        ? statement((PreparedStatement) result, (String) args[0], (Connection) object)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }));
    }

    private interface Before {
        Object call(String method, Object[] arguments) throws SQLException;
    }
}
