package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.dddblocks.persistence.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * A statement that goes to the server together with the commit, if nothing comes after it: a short transaction then takes
 * one round trip less.
 *
 * <p><b>Promise.</b> The order of statements stays as it is in the program: whatever else the transaction executes comes
 * after it, savepoints too. Only where a database and its driver can ({@link Dialect#committing}), and never in an adopted
 * transaction; elsewhere it runs at once. <b>Errors.</b> Where it waits, so does its failure: the commit throws it, and
 * everything is rolled back. <b>Threads.</b> Belongs to the transaction's thread.
 * <pre>{@code
 * LastStatement.update(transactions, "insert into audit (id, what) values (?, ?)", id, what);
 * }</pre>
 */
public final class LastStatement {
    private @Nullable Kept kept;

    private LastStatement() {}

    /**
     * Runs an INSERT, UPDATE or DELETE whose count of rows nobody needs, now or with the commit.
     *
     * @param transactions with an active transaction
     * @param sql with question marks, without a semicolon
     * @param arguments one for each; not changed any more
     */
    public static void update(Transactions transactions, String sql, @Nullable Object... arguments) {
        Connection connection = transactions.connection();
        String committing = transactions.adopted() || !(connection instanceof Dialect.Speaker speaker)
                ? null
                : speaker.dialect().committing(sql);
        if (committing == null) {
            Jdbc.update(connection, sql, arguments);
            return;
        }
        LastStatement last = transactions.attachment(LastStatement.class, LastStatement::new);
        last.send(connection);
        last.kept = new Kept(sql, committing, arguments);
    }

    /**
     * Runs it, since another statement follows.
     *
     * @param connection the transaction's
     */
    public void send(Connection connection) {
        Kept last = kept;
        kept = null;
        if (last != null) {
            Jdbc.update(connection, last.sql(), last.arguments());
        }
    }

    /**
     * Runs it and commits.
     *
     * @param connection the transaction's, which may commit
     * @return false if there is nothing to run: then nothing is committed
     * @throws SQLException by the driver; nothing is committed where {@link Dialect#commitRefused} says so
     */
    public boolean commit(Connection connection) throws SQLException {
        Kept last = kept;
        kept = null;
        if (last == null) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(last.committing())) {
            Jdbc.bind(statement, last.arguments());
            statement.execute();
        }
        return true;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Kept(
            String sql, String committing, @Nullable Object[] arguments) {}
}
