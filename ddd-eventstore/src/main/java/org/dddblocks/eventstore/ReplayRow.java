package org.dddblocks.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Of a stored event, what is needed to rebuild a state; each column more is seen in the time of a load. */
record ReplayRow(long version, String typeName, int schemaVersion, String payload) {
    static final String COLUMNS = "version, type_name, schema_version, payload";

    static ReplayRow of(ResultSet row, int first) throws SQLException {
        return new ReplayRow(
                row.getLong(first), row.getString(first + 1), row.getInt(first + 2), row.getString(first + 3));
    }
}
