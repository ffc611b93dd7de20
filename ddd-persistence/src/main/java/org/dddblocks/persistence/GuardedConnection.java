package org.dddblocks.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.dddblocks.persistence.spi.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * The connection as users of a transaction see it: it cannot end or reconfigure the transaction, and no other thread,
 * nor anybody after the end, can use it.
 */
final class GuardedConnection implements InvocationHandler {
    private static final String ENDS =
            "The transaction ends with the work that began it: return to commit, throw to roll"
                    + " back (on an adopted connection its owner does both).";
    private static final String SETTINGS = "The connection goes back as it came: configure it in the DataSource.";
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("commit", ENDS),
            Map.entry("rollback", ENDS),
            Map.entry("close", ENDS),
            Map.entry("abort", ENDS),
            Map.entry("setAutoCommit", ENDS),
            Map.entry("setTransactionIsolation", SETTINGS),
            Map.entry("setReadOnly", SETTINGS),
            Map.entry("setCatalog", SETTINGS),
            Map.entry("setSchema", SETTINGS),
            Map.entry("setHoldability", SETTINGS),
            Map.entry("setNetworkTimeout", SETTINGS));

    private final Object target;
    private final TransactionScope scope;
    private final @Nullable Connection parent;

    private GuardedConnection(Object target, TransactionScope scope, @Nullable Connection parent) {
        this.target = target;
        this.scope = scope;
        this.parent = parent;
    }

    static Connection around(Connection connection, TransactionScope scope) {
        return proxy(Connection.class, new GuardedConnection(connection, scope, null));
    }

    private static <T> T proxy(Class<T> type, GuardedConnection handler) {
        return type.cast(Proxy.newProxyInstance(
                GuardedConnection.class.getClassLoader(), new Class<?>[] {type, Dialect.Speaker.class}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "equals":
                return arguments != null && proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return "guarded " + target;
            case "getConnection":
                return parent;
            case "dialect":
                return scope.dialect();
            case "isWrapperFor":
                if (arguments != null && arguments[0] == Dialect.Session.class) {
                    return scope.session() != null;
                }
                break;
            case "unwrap":
                if (arguments != null && arguments[0] == Dialect.Session.class) {
                    return scope.session();
                }
                break;
            default:
                break;
        }
        return guarded((proxy instanceof Connection self) ? self : parent, method, arguments);
    }

    private @Nullable Object guarded(
            @Nullable Connection connection, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        scope.checkThread();
        if (!scope.ended() && !(target instanceof DatabaseMetaData) && first(arguments) instanceof String sql) {
            scope.aboutTo(sql);
        }
        if (parent == null) {
            refuse(method, arguments);
        }
        if (scope.ended() && !afterTheEnd(method)) {
            throw new IllegalStateException("This connection belonged to a transaction that has ended. Ask"
                    + " transactions.connection() again inside the transaction that needs it.");
        }
        if (scope.ended() && parent == null) {
            return method.getName().equals("isClosed");
        }
        if (!scope.ended() && (parent == null || method.getName().startsWith("execute"))) {
            scope.sendLast();
        }
        return wrap(connection, call(method, arguments));
    }

    private static @Nullable Object first(@Nullable Object @Nullable [] arguments) {
        return arguments == null || arguments.length == 0 ? null : arguments[0];
    }

    /** Statements may be closed late, and a connection be asked whether it is closed. */
    private boolean afterTheEnd(Method method) {
        return method.getName().equals("isClosed")
                || method.getName().equals("isValid")
                || (parent != null && method.getName().equals("close"));
    }

    private void refuse(Method method, @Nullable Object @Nullable [] arguments) {
        boolean toSavepoint = method.getName().equals("rollback") && arguments != null && arguments.length == 1;
        if (toSavepoint) {
            scope.rewound();
        }
        String remedy = toSavepoint ? null : REFUSED.get(method.getName());
        if (remedy != null) {
            throw new IllegalStateException(
                    "Connection." + method.getName() + " is refused inside a transaction of ours. " + remedy);
        }
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof SQLException thrown) {
                scope.statementFailed(thrown);
            }
            throw e.getTargetException();
        }
    }

    /** What leads back to the connection is guarded as well; results are not, since reading them is the hot path. */
    private @Nullable Object wrap(@Nullable Connection connection, @Nullable Object result) {
        if (result instanceof CallableStatement) {
            return proxy(CallableStatement.class, new GuardedConnection(result, scope, connection));
        }
        if (result instanceof PreparedStatement) {
            return proxy(PreparedStatement.class, new GuardedConnection(result, scope, connection));
        }
        if (result instanceof Statement) {
            return proxy(Statement.class, new GuardedConnection(result, scope, connection));
        }
        return result instanceof DatabaseMetaData
                ? proxy(DatabaseMetaData.class, new GuardedConnection(result, scope, connection))
                : result;
    }
}
