package org.dddblocks.eventstore;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Notes what is sent to the database: each execution of a statement, each commit and rollback. */
final class CountingDataSource implements DataSource {
    private final DataSource target;
    private final AtomicBoolean losesAnswer = new AtomicBoolean();
    private final AtomicReference<Error> armed = new AtomicReference<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    CountingDataSource(DataSource target) {
        this.target = target;
    }

    /** What was sent since the last call, in order. */
    List<String> take() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        connections.set(0);
        return taken;
    }

    /** How many connections were taken since the last call. */
    int connections() {
        return connections.getAndSet(0);
    }

    @Override
    public Connection getConnection() throws SQLException {
        connections.incrementAndGet();
        return watched(Connection.class, target.getConnection(), "");
    }

    /** The next commit happens, but nobody here learns of it. */
    void loseAnswerOfNextCommit() {
        losesAnswer.set(true);
    }

    /** The next statement is not sent; this is thrown instead. */
    void throwOnce(Error error) {
        armed.set(error);
    }

    private void throwArmed(String called) {
        Error error = called.startsWith("execute") ? armed.getAndSet(null) : null;
        if (error != null) {
            throw error;
        }
    }

    private static boolean commits(Object watched) throws SQLException {
        return watched instanceof Statement statement
                && statement.getConnection().getAutoCommit();
    }

    private <T> T watched(Class<T> type, T watched, String sql) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (name.startsWith("execute")) {
                        sent.add(arguments == null ? sql : (String) arguments[0]);
                    } else if (name.equals("commit") || name.equals("rollback")) {
                        sent.add(name);
                    }
                    throwArmed(name);
                    try {
                        boolean commits = name.equals("commit") || name.startsWith("execute") && commits(watched);
                        Object result = method.invoke(watched, arguments);
                        if (commits && losesAnswer.compareAndSet(true, false)) {
                            throw new SQLException("Lost on purpose after the server did it.", "08006");
                        }
                        String text = name.startsWith("prepare") ? (String) arguments[0] : "";
                        if (result instanceof CallableStatement call) {
                            return watched(CallableStatement.class, call, text);
                        }
                        if (result instanceof PreparedStatement prepared) {
                            return watched(PreparedStatement.class, prepared, text);
                        }
                        return result instanceof Statement statement
                                ? watched(Statement.class, statement, text)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }

    @Override
    public Connection getConnection(String user, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
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
