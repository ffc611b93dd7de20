package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.StreamId;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.spi.Dialect;

/** Runs the application's SQL for one root and turns row counts and errors into verdicts. */
final class StateRows<A extends AggregateRoot<A, I, ?>, I extends TypedId<A>> {
    private final Dialect dialect;
    private final StateMapping<A, I> mapping;

    StateRows(Dialect dialect, StateMapping<A, I> mapping) {
        this.dialect = dialect;
        this.mapping = mapping;
    }

    Optional<Stored<A>> load(Connection connection, StreamId stream, I id) {
        Optional<Stored<A>> stored;
        try {
            stored = mapping.load(connection, id);
        } catch (SQLException e) {
            throw PersistenceException.of("load " + stream, e);
        }
        stored.ifPresent(found -> check(found, stream, id));
        return stored;
    }

    private void check(Stored<A> found, StreamId stream, I id) {
        if (found.version() < 1 || !found.root().id().equals(id)) {
            throw new IllegalStateException(
                    "StateMapping.load was asked for " + stream + " and returned "
                            + found.root().id().text() + " at version " + found.version()
                            + "; it must be that root, at version 1 or more. Read the id and version columns that insert wrote.");
        }
    }

    void insert(Connection connection, StreamId stream, A root, long version) {
        int rows;
        try {
            rows = dialect.insert(connection, () -> mapping.insert(connection, root, version));
        } catch (SQLException e) {
            throw failedInsert(connection, stream, root, e);
        }
        verdict(connection, stream, root, 0, rows);
    }

    /** Another unique column may be the duplicate one: it is a conflict only if this root is there. */
    private RuntimeException failedInsert(Connection connection, StreamId stream, A root, SQLException e) {
        PersistenceException failed = PersistenceException.of("insert " + stream, e);
        if (dialect.endsTransaction(e)) {
            return new ConflictException(stream.toString(), 0, OptionalLong.empty(), false, failed);
        }
        if (dialect.duplicateKey(e)) {
            OptionalLong actual = actual(connection, stream, root);
            if (actual.isPresent()) {
                return new ConflictException(stream.toString(), 0, actual, !dialect.seesOldState(connection), failed);
            }
        }
        return failed;
    }

    void update(Connection connection, StreamId stream, A root, long expected, long version) {
        int rows;
        try {
            rows = mapping.update(connection, root, expected, version);
        } catch (SQLException e) {
            PersistenceException failed = PersistenceException.of("update " + stream, e);
            throw dialect.endsTransaction(e)
                    ? new ConflictException(stream.toString(), expected, OptionalLong.empty(), false, failed)
                    : failed;
        }
        verdict(connection, stream, root, expected, rows);
    }

    private void verdict(Connection connection, StreamId stream, A root, long expected, int rows) {
        if (rows == 0) {
            OptionalLong actual = actual(connection, stream, root);
            boolean stale = actual.isPresent() && actual.getAsLong() == expected; // an old snapshot tells nothing
            throw new ConflictException(
                    stream.toString(),
                    expected,
                    stale ? OptionalLong.empty() : actual,
                    !dialect.seesOldState(connection));
        }
        if (rows != 1) {
            throw new IllegalStateException("The StateMapping of " + stream.type() + " reported " + rows + " rows for "
                    + stream + "; it must be exactly 1, or 0 for a conflict. Pin the id and the version in the WHERE"
                    + " clause, and return the count of the root's own row.");
        }
    }

    private OptionalLong actual(Connection connection, StreamId stream, A root) {
        try {
            return mapping.storedVersion(connection, root.id());
        } catch (SQLException e) {
            throw PersistenceException.of("read the version of " + stream, e);
        }
    }
}
