package org.dddblocks.testkit;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DataSource} that writes down every call to the server, and breaks at the k-th one.
 *
 * <p><b>Shape.</b> Calls are those that reach the server: taking a connection, executing, setting and rolling back to
 * savepoints, commit and rollback; preparing and reading are none. At a break the physical connections are aborted, as
 * if the process had died or the network had gone, and every later call fails until {@link #mend}: what has to be
 * written after the break cannot be. <b>Threads.</b> For any number of threads; calls are numbered in the order in which
 * they begin.
 *
 * <pre>{@code
 * WatchedDataSource watched = WatchedDataSource.over(dataSource);
 * save(watched); // undisturbed: counts the calls
 * int calls = watched.calls().size();
 * for (int k = 1; k <= calls; k++) {
 *     watched.breakAt(k, Moment.BEFORE);
 *     assertThatThrownBy(() -> save(watched)).isNotNull();
 *     watched.mend();
 * }
 * }</pre>
 */
public final class WatchedDataSource implements DataSource {
    private final DataSource target;
    private final Calls calls = new Calls();

    private WatchedDataSource(DataSource target) {
        this.target = target;
    }

    /** On which side of the call the connection goes. */
    public enum Moment {
        /** The server never hears of the call. */
        BEFORE,
        /** The server carries the call out, but its answer is lost: after a commit all is stored. */
        AFTER
    }

    /**
     * Watches another data source.
     *
     * @param target where connections really come from
     * @return the watched one
     */
    public static WatchedDataSource over(DataSource target) {
        return new WatchedDataSource(target);
    }

    /**
     * What reached the server since {@link #forget}, oldest first.
     *
     * @return SQL texts, and the words {@code connect}, {@code commit}, {@code rollback}, {@code savepoint}
     */
    public List<String> calls() {
        return calls.seen();
    }

    /**
     * The SQL texts that were executed since {@link #forget}, oldest first.
     *
     * @return the statements, without {@code connect}, {@code commit}, {@code rollback} and {@code savepoint}
     */
    public List<String> statements() {
        return calls.seen().stream()
                .filter(call -> !Calls.CONTROL.contains(call))
                .toList();
    }

    /** Begins to count anew. */
    public void forget() {
        calls.forget();
    }

    /**
     * Breaks all connections at one call.
     *
     * @param call which one from now, from 1
     * @param moment on which side of it
     * @throws IllegalArgumentException if {@code call} is less than 1
     */
    public void breakAt(int call, Moment moment) {
        if (call < 1) {
            throw new IllegalArgumentException(
                    "The call to break at is %d; it must be 1 or more, counted from now.".formatted(call));
        }
        calls.breakAt(call, moment);
    }

    /**
     * Whether the break happened.
     *
     * @return false also if fewer calls were made
     */
    public boolean isBroken() {
        return calls.isBroken();
    }

    /** Lets new connections work again; those that broke stay broken. */
    public void mend() {
        calls.mend();
    }

    /**
     * Connections taken and not closed.
     *
     * @return their number; 0 if all were given back
     */
    public int openConnections() {
        return calls.openConnections();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return calls.connect(target::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return calls.connect(() -> target.getConnection(user, password));
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
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
        return Logger.getLogger(WatchedDataSource.class.getPackageName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || target.isWrapperFor(type);
    }
}
