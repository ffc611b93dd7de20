package org.dddblocks.persistence.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Texts of statements that several dialects share. */
final class Statements {
    private Statements() {}

    /** The columns of a key and one more. */
    static List<String> and(List<String> key, String column) {
        List<String> columns = new ArrayList<>(key);
        columns.add(column);
        return columns;
    }

    static Object[] and(Object[] values, Object... more) {
        Object[] all = Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return all;
    }

    static String insert(String table, List<String> columns) {
        return "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    }
}
