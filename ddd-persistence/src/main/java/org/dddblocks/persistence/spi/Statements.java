package org.dddblocks.persistence.spi;

import java.util.Collections;
import java.util.List;

/** Texts of statements that both dialects share. */
final class Statements {
    private Statements() {}

    static String insert(String table, List<String> columns) {
        return "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    }
}
