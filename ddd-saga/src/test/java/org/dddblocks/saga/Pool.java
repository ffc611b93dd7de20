package org.dddblocks.saga;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A small pool that can die like the process it stands for: at a chosen call its physical connections are aborted, and
 * every later call fails.
 */
final class Pool {
    enum When {
        /** The call did not reach the database. */
        BEFORE,
        /** The database did it, but the answer is lost. */
        AFTER
    }

    private static final Set<String> TALKS = Set.of(
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeBatch",
            "commit",
            "rollback",
            "setSavepoint",
            "releaseSavepoint");

    private final TestDatabases.Connector raw;
    private final Collection<Connection> physical = new ArrayList<>();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private int deadline = Integer.MAX_VALUE;
    private When when = When.BEFORE;
    private boolean dead;

    Pool(TestDatabases.Connector raw) {
        this.raw = raw;
    }

    Pool dyingAt(int call, When side) {
        this.deadline = call;
        this.when = side;
        return this;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return take();
        });
    }

    /** The calls that went to the database so far, by name. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized boolean isDead() {
        return dead;
    }

    private synchronized Connection take() throws SQLException {
        refuseIfDead();
        Connection connection = free.poll();
        if (connection == null) {
            connection = raw.connect();
            physical.add(connection);
        }
        return guard(connection);
    }

    private Connection guard(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                give(connection);
                return null;
            }
            Object result = talk(connection, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return guard(PreparedStatement.class, statement);
            }
            return result instanceof Statement statement ? guard(Statement.class, statement) : result;
        });
    }

    private <T extends Statement> T guard(Class<T> type, T statement) {
        return proxy(type, (proxy, method, arguments) -> talk(statement, method, arguments));
    }

    private synchronized void give(Connection connection) throws SQLException {
        if (!dead && !connection.isClosed()) {
            connection.setAutoCommit(true);
            free.push(connection);
        }
    }

    private Object talk(Object target, Method method, Object[] arguments) throws Throwable {
        if (!TALKS.contains(method.getName())) {
            refuseIfDead();
            return invoke(target, method, arguments);
        }
        boolean last = countsDown(method.getName());
        if (last && when == When.BEFORE) {
            die();
        }
        refuseIfDead();
        Object result = invoke(target, method, arguments);
        if (last) {
            die();
            refuseIfDead();
        }
        return result;
    }

    private synchronized boolean countsDown(String call) {
        calls.add(call);
        return calls.size() == deadline;
    }

    private synchronized void die() throws SQLException {
        dead = true;
        for (Connection connection : physical) {
            connection.abort(Runnable::run);
            connection.close(); // embedded H2 does nothing on abort; closing rolls back
        }
    }

    private synchronized void refuseIfDead() throws SQLException {
        if (dead) {
            throw new SQLException("The process of this pool is dead.", "08006");
        }
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                Pool.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> type.getSimpleName() + " of a test's pool";
                    default -> handler.invoke(proxy, method, arguments);
                }));
    }
}
