package org.dddblocks.persistence;

import java.util.List;
import org.dddblocks.persistence.SchemaJournal.Entry;

/** Compares what was applied with what a library needs; writes nothing. */
final class SchemaCheck {
    private final Database database;
    private final SchemaJournal journal;

    SchemaCheck(Database database) {
        this.database = database;
        this.journal = new SchemaJournal(database);
    }

    void require(List<SchemaText> texts) {
        Transactions transactions = database.transactions();
        List<Entry> applied = transactions.call(() -> journal.read(transactions.connection()));
        for (SchemaText text : texts) {
            if (applied.stream().noneMatch(entry -> entry.of(text))) {
                throw missing(text, applied);
            }
            int known = newest(texts, text.module());
            applied.stream()
                    .filter(entry -> entry.module().equals(text.module()) && entry.usableFrom() > known)
                    .findAny()
                    .ifPresent(entry -> {
                        throw outdated(known, entry);
                    });
        }
    }

    private static int newest(List<SchemaText> texts, String module) {
        return texts.stream()
                .filter(text -> text.module().equals(module))
                .mapToInt(SchemaText::version)
                .max()
                .orElse(0);
    }

    private PersistenceException missing(SchemaText text, List<Entry> applied) {
        String found = applied.stream()
                .filter(entry -> entry.module().equals(text.module()))
                .map(entry -> "version " + entry.version())
                .max(String::compareTo)
                .orElse("none of its tables");
        return new PersistenceException(
                "The schema " + text + " is not installed: " + journal.table() + " knows " + found
                        + ". Nothing was written. Call database.install(…) once at start with the schema() of each store, or"
                        + " apply the SQL that database.print(…) returns; check that the Database has the schema and prefix"
                        + " under which it was installed.");
    }

    private static PersistenceException outdated(int known, Entry entry) {
        return new PersistenceException("The tables of module " + entry.module() + " were changed to version "
                + entry.version() + ", on which libraries work that know version " + entry.usableFrom()
                + " or a newer one; this one knows version " + known
                + ". Nothing was written. Upgrade the library on this node.");
    }
}
