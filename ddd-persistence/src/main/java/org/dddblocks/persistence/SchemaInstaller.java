package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.dddblocks.persistence.SchemaJournal.Entry;
import org.dddblocks.persistence.spi.Jdbc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies schema texts once, under a lock, and keeps a journal of them. */
final class SchemaInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** Embedded H2 belongs to one process, and has no lock that would survive its DDL. */
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private final Database database;
    private final SchemaJournal journal;

    SchemaInstaller(Database database) {
        this.database = database;
        this.journal = new SchemaJournal(database);
    }

    void install(List<SchemaText> texts) {
        Transactions transactions = database.transactions();
        if (transactions.active()) {
            throw new IllegalStateException(
                    "Database.install was called inside a transaction, which DDL would commit on"
                            + " some databases. Call it once at start, before any transaction.");
        }
        if (texts.isEmpty() || allApplied(texts, transactions.call(() -> journal.read(transactions.connection())))) {
            return;
        }
        IN_THIS_JVM.lock();
        try {
            applyAlone(texts);
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    String print(List<SchemaText> texts) {
        StringBuilder script = new StringBuilder();
        journal.preamble().forEach(statement -> script.append(statement).append(";\n\n"));
        for (SchemaText text : ordered(texts)) {
            script.append("-- ").append(text).append('\n');
            script.append(journal.filled(text).strip()).append("\n\n");
            script.append(journal.insert(text)).append(";\n\n");
        }
        return script.toString();
    }

    private boolean allApplied(List<SchemaText> texts, List<Entry> applied) {
        return texts.stream().filter(text -> applied(text, applied)).count() == texts.size();
    }

    private boolean applied(SchemaText text, List<Entry> applied) {
        for (Entry entry : applied) {
            if (entry.of(text)) {
                warnIfChanged(text, entry);
                return true;
            }
        }
        return false;
    }

    private void warnIfChanged(SchemaText text, Entry entry) {
        if (!entry.checksum().equals(journal.checksum(text))) {
            LOG.warn(
                    "The schema {} was changed after it had been applied to {}; what was applied stays. Make a change a new"
                            + " version.",
                    text,
                    journal.table());
        }
    }

    /** On a connection of its own: DDL is no part of a transaction of ours, and commits by itself on some databases. */
    private void applyAlone(List<SchemaText> texts) {
        BorrowedConnection borrowed = database.jdbcTransactions().borrow();
        try {
            Connection connection = borrowed.connection();
            borrowed.aboutTo("create");
            database.dialect().lockSchema(connection, journal.table());
            apply(connection, texts);
            connection.commit();
            database.dialect().unlockSchema(connection, journal.table());
            connection.rollback();
            borrowed.giveBack();
        } catch (SQLException e) {
            borrowed.discard();
            throw PersistenceException.of("install a schema", e);
        } catch (RuntimeException e) {
            borrowed.discard(); // whatever lock it has goes with it
            throw e;
        }
    }

    private void apply(Connection connection, List<SchemaText> texts) {
        journal.preamble().forEach(statement -> Jdbc.update(connection, statement));
        List<Entry> applied = journal.entries(connection);
        for (SchemaText text : ordered(texts)) {
            if (!applied(text, applied)) {
                SqlScript.statements(journal.filled(text)).forEach(statement -> Jdbc.update(connection, statement));
                Jdbc.update(connection, journal.insert(text));
            }
        }
    }

    private static List<SchemaText> ordered(List<SchemaText> texts) {
        return texts.stream()
                .sorted(Comparator.comparingInt(SchemaText::version))
                .toList();
    }
}
