package org.dddblocks.persistence;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.LastStatement;

/** A transaction that we began and must end. */
final class OwnTransaction extends TransactionScope {
    private final BorrowedConnection borrowed;
    private final Dialect dialect;

    private OwnTransaction(BorrowedConnection borrowed, Dialect dialect) {
        super(borrowed.connection(), dialect);
        this.borrowed = borrowed;
        this.dialect = dialect;
    }

    static OwnTransaction begin(DataSource dataSource, Dialect dialect) {
        return new OwnTransaction(BorrowedConnection.take(dataSource, dialect.writeTurn()), dialect);
    }

    @Override
    boolean adopted() {
        return false;
    }

    @Override
    Dialect.Session session() {
        return borrowed;
    }

    @Override
    void checkUsable() {}

    @Override
    void aboutTo(String sql) throws SQLException {
        super.aboutTo(sql);
        borrowed.aboutTo(sql);
    }

    /** The work has returned: what remains to be done before the commit, which may turn out to be forbidden. */
    void prepareCommit() {
        checkNotMarked();
        runBeforeCommit();
        checkNotMarked();
    }

    private void checkNotMarked() {
        Throwable failure = failure();
        if (failure != null) {
            throw new RolledBackException(failure);
        }
    }

    void commit() {
        try {
            LastStatement last = last();
            if (last == null || !last.commit(borrowed.connection())) {
                borrowed.connection().commit();
            }
        } catch (SQLException e) {
            throw commitFailed(e);
        } catch (RuntimeException e) {
            throw commitFailed(
                    new SQLException("the driver threw " + e.getClass().getName(), e));
        } catch (Error e) {
            borrowed.discard();
            complete(TransactionOutcome.UNKNOWN);
            throw e;
        }
        complete(TransactionOutcome.COMMITTED);
        borrowed.giveBack();
    }

    private PersistenceException commitFailed(SQLException e) {
        if (dialect.commitRefused(e)) {
            PersistenceException refused = PersistenceException.of("commit; everything was rolled back", e);
            rollBack(refused);
            return refused;
        }
        borrowed.discard();
        complete(TransactionOutcome.UNKNOWN);
        return new CommitOutcomeUnknownException(e);
    }

    void rollBack(Throwable why) {
        try {
            borrowed.connection().rollback();
            borrowed.giveBack();
        } catch (SQLException | RuntimeException | Error e) {
            borrowed.discard();
            why.addSuppressed(e instanceof SQLException sql ? PersistenceException.of("roll back", sql) : e);
        }
        complete(TransactionOutcome.ROLLED_BACK);
    }
}
