package org.dddblocks.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection whose calls are counted; its statements lead back to it. */
final class WatchedConnection implements InvocationHandler {
    private static final Set<String> HARMLESS = Set.of("close", "isClosed", "toString", "hashCode", "abort");

    private final Connection target;
    private final Calls calls;
    private final Connection proxy;
    private volatile boolean aborted;

    WatchedConnection(Connection target, Calls calls) {
        this.target = target;
        this.calls = calls;
        this.proxy = proxyOf(Connection.class, this);
    }

    Connection proxy() {
        return proxy;
    }

    /** Ends it without a word to the server where the driver can, as if this process were gone. */
    void abort() {
        aborted = true;
        try {
            target.abort(Runnable::run);
            target.close(); // H2 ignores abort; its close rolls back, as losing the process would
        } catch (SQLException e) {
            // It is gone, which is what was wanted.
        }
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        if (name.equals("equals") && arguments != null) {
            return self == arguments[0];
        }
        if (aborted && !HARMLESS.contains(name)) {
            throw new SQLNonTransientConnectionException("This connection was broken on purpose.", "08006");
        }
        return switch (name) {
            case "commit", "rollback" -> calls.make(name, () -> call(target, method, arguments));
            case "setSavepoint", "releaseSavepoint" -> calls.make("savepoint", () -> call(target, method, arguments));
            case "close" -> close(method);
            case "createStatement", "prepareStatement", "prepareCall" -> statement(method, arguments);
            default -> call(target, method, arguments);
        };
    }

    private @Nullable Object close(Method method) throws Throwable {
        calls.closed(this);
        return aborted ? null : call(target, method, null);
    }

    private Object statement(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Object statement = call(target, method, arguments);
        String sql = arguments == null || !(arguments[0] instanceof String text) ? "" : text;
        InvocationHandler handler = (self, called, given) -> onStatement(statement, sql, called, given);
        if (statement instanceof CallableStatement) {
            return proxyOf(CallableStatement.class, handler);
        }
        return statement instanceof PreparedStatement
                ? proxyOf(PreparedStatement.class, handler)
                : proxyOf(Statement.class, handler);
    }

    private @Nullable Object onStatement(
            @Nullable Object statement, String prepared, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        if (name.equals("getConnection")) {
            return proxy;
        }
        if (!name.startsWith("execute")) {
            return call(statement, method, arguments);
        }
        String sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : prepared;
        return calls.make(sql, () -> call(statement, method, arguments));
    }

    private static <T> T proxyOf(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(
            @Nullable Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        }
    }
}
