package org.dddblocks.persistence;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool of limited size that records what is done to its connections and breaks on demand. */
final class WatchedDataSource implements DataSource {
    private final DataSource target;
    private final int size;
    private final AtomicInteger lent = new AtomicInteger();
    private final Map<String, SQLException> before = new HashMap<>();
    private final Map<String, SQLException> after = new HashMap<>();
    private final Map<String, SetUp> during = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    /** Prepares each connection before it is lent. */
    SetUp setUp = connection -> {};
    /** Looks at each connection when it comes back, before it is really closed. */
    SetUp atReturn = connection -> {};

    WatchedDataSource(DataSource target, int size) {
        this.target = target;
        this.size = size;
    }

    /** The next call of this method fails without having been done. */
    void breakBefore(String method, SQLException failure) {
        before.put(method, failure);
    }

    /** The next call of this method is done, and fails all the same. */
    void breakAfter(String method, SQLException failure) {
        after.put(method, failure);
    }

    /** Does this at the beginning of the next call of this method. */
    void during(String method, SetUp action) {
        during.put(method, action);
    }

    int lent() {
        return lent.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        fail(before, "getConnection");
        if (lent.incrementAndGet() > size) {
            lent.decrementAndGet();
            throw new SQLException("The pool of size " + size + " is exhausted.", "08001");
        }
        Connection connection = target.getConnection();
        setUp.on(connection);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, method, args) -> {
                    String name = method.getName();
                    calls.add(args != null && args.length == 1 ? name + "(" + args[0] + ")" : name);
                    fail(before, name);
                    SetUp action = during.remove(name);
                    if (action != null) {
                        action.on(connection);
                    }
                    if (name.equals("close")) {
                        lent.decrementAndGet();
                        if (!connection.isClosed()) {
                            atReturn.on(connection);
                        }
                    }
                    try {
                        Object result = method.invoke(connection, args);
                        fail(after, name);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static void fail(Map<String, SQLException> faults, String method) throws SQLException {
        SQLException failure = faults.remove(method);
        if (failure != null) {
            throw failure;
        }
    }

    interface SetUp {
        void on(Connection connection) throws SQLException;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return target.isWrapperFor(type);
    }
}
