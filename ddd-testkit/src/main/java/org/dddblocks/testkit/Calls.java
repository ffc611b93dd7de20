package org.dddblocks.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.jspecify.annotations.Nullable;

/** Numbers the calls to the server and decides which one breaks. */
final class Calls {
    static final Set<String> CONTROL = Set.of("connect", "commit", "rollback", "savepoint");
    private static final int NEVER = Integer.MAX_VALUE;

    private final List<String> seen = new ArrayList<>();
    private final Set<WatchedConnection> open = new LinkedHashSet<>();
    private int untilBreak = NEVER;
    private Moment moment = Moment.BEFORE;
    private boolean broken;

    /** A call to the server. */
    @FunctionalInterface
    interface Call<T, X extends Throwable> {
        @Nullable
        T run() throws X;
    }

    Connection connect(Call<Connection, SQLException> connect) throws SQLException {
        Connection connected = make("connect", () -> {
            WatchedConnection watched = new WatchedConnection(Objects.requireNonNull(connect.run()), this);
            synchronized (this) {
                open.add(watched);
            }
            return watched.proxy();
        });
        return Objects.requireNonNull(connected);
    }

    <T, X extends Throwable> @Nullable T make(String name, Call<T, X> call) throws SQLException, X {
        boolean breaksAfter = begin(name);
        @Nullable T result = call.run();
        if (breaksAfter) {
            throw breakNow(name);
        }
        return result;
    }

    private synchronized boolean begin(String name) throws SQLException {
        if (broken) {
            throw new SQLNonTransientConnectionException("Broken on purpose at an earlier call.", "08006");
        }
        seen.add(name);
        if (untilBreak != NEVER && --untilBreak == 0) {
            if (moment == Moment.AFTER) {
                return true;
            }
            throw breakNow(name);
        }
        return false;
    }

    private synchronized SQLException breakNow(String name) {
        broken = true;
        untilBreak = NEVER;
        List.copyOf(open).forEach(WatchedConnection::abort);
        open.clear();
        return new SQLNonTransientConnectionException("Broken on purpose at: " + name, "08006");
    }

    synchronized void closed(WatchedConnection connection) {
        open.remove(connection);
    }

    synchronized int openConnections() {
        return open.size();
    }

    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    synchronized void forget() {
        seen.clear();
    }

    synchronized void breakAt(int call, Moment when) {
        untilBreak = call;
        moment = when;
    }

    synchronized boolean isBroken() {
        return broken;
    }

    synchronized void mend() {
        broken = false;
        untilBreak = NEVER;
    }
}
