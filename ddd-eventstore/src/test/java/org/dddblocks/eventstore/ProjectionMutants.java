package org.dddblocks.eventstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.FeedSource;

/** Nodes that run projections in a wrong way. */
final class ProjectionMutants {
    private static final String MOVES = "checkpoint set position";
    private static final String READS = "select position from";

    private ProjectionMutants() {}

    /** What the handlers did is committed before the checkpoint moves. */
    static final class CheckpointAside implements ProjectionFault {
        @Override
        public DataSource database(DataSource right) {
            return lending(
                    right,
                    connection -> intercepted(Connection.class, connection, (call, arguments, go) -> {
                        if (call.equals("prepareStatement") && ((String) arguments[0]).contains(MOVES)) {
                            connection.commit();
                        }
                        return go.on();
                    }));
        }
    }

    /** An event that fails counts as applied. */
    static final class MovesPastFailures implements ProjectionFault {
        @Override
        public Projection projection(Projection right) {
            return new Projection() {
                @Override
                public String name() {
                    return right.name();
                }

                @Override
                public Set<Class<? extends DomainEvent>> events() {
                    return right.events();
                }

                @Override
                public void on(FeedEntry entry, Connection connection) {
                    try {
                        right.on(entry, connection);
                    } catch (Exception passedOver) {
                        // as if nothing had been
                    }
                }

                @Override
                public void reset(Connection connection) throws Exception {
                    right.reset(connection);
                }
            };
        }
    }

    /** A page of some types ends at its last entry, also where other types follow. */
    static final class StandsWhereNothingMatches implements ProjectionFault {
        @Override
        public FeedSource feed(FeedSource right) {
            return ProjectionMutants.<FeedSource>intercepted(FeedSource.class, right, (call, arguments, go) -> {
                Object result = go.on();
                return call.equals("readFeed") && arguments.length == 3
                        ? endingAtItsLastEntry((FeedPage) result, (Long) arguments[0])
                        : result;
            });
        }

        private static FeedPage endingAtItsLastEntry(FeedPage page, long after) {
            List<FeedEntry> entries = page.entries();
            return new FeedPage(
                    entries,
                    entries.isEmpty() ? after : entries.get(entries.size() - 1).position());
        }
    }

    /** A node believes in the checkpoint that it has committed itself, and reads it only when it has none. */
    static final class RemembersItsCheckpoint implements ProjectionFault {
        @Override
        public DataSource database(DataSource right) {
            AtomicReference<Long> remembered = new AtomicReference<>();
            return lending(right, connection -> remembering(connection, remembered));
        }

        private static Connection remembering(Connection connection, AtomicReference<Long> remembered) {
            AtomicReference<Long> moved = new AtomicReference<>();
            return intercepted(Connection.class, connection, (call, arguments, go) -> {
                Object result = go.on();
                if (call.equals("commit") || call.equals("rollback")) {
                    Long last = moved.getAndSet(null);
                    remembered.set(call.equals("commit") && last != null ? last : remembered.get());
                }
                if (result instanceof PreparedStatement statement && ((String) arguments[0]).contains(MOVES)) {
                    return noting(statement, moved);
                }
                if (result instanceof PreparedStatement statement && isRead((String) arguments[0])) {
                    return answering(statement, moved.get() == null ? remembered : moved);
                }
                return result;
            });
        }

        private static boolean isRead(String sql) {
            return sql.startsWith(READS) && sql.contains("checkpoint");
        }

        private static PreparedStatement noting(PreparedStatement statement, AtomicReference<Long> moved) {
            return intercepted(PreparedStatement.class, statement, (call, arguments, go) -> {
                if (call.startsWith("set") && arguments.length == 2 && arguments[0].equals(1)) {
                    moved.set((Long) arguments[1]);
                }
                return go.on();
            });
        }

        private static PreparedStatement answering(PreparedStatement statement, AtomicReference<Long> remembered) {
            return intercepted(PreparedStatement.class, statement, (call, arguments, go) -> {
                Object result = go.on();
                return result instanceof ResultSet rows
                        ? intercepted(ResultSet.class, rows, (read, of, goOn) -> {
                            Object value = goOn.on();
                            return read.equals("getLong") && remembered.get() != null ? remembered.get() : value;
                        })
                        : result;
            });
        }
    }

    private static DataSource lending(DataSource right, UnaryOperator<Connection> fault) {
        return intercepted(DataSource.class, right, (call, arguments, go) -> {
            Object result = go.on();
            return result instanceof Connection connection ? fault.apply(connection) : result;
        });
    }

    private static <T> T intercepted(Class<T> type, T target, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                ProjectionMutants.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return interceptor.call(method.getName(), arguments, () -> method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private interface Interceptor {
        Object call(String method, Object[] arguments, Going go) throws Exception;
    }

    private interface Going {
        Object on() throws Exception;
    }
}
