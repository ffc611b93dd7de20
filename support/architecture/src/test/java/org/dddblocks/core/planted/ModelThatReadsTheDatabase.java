package org.dddblocks.core.planted;

import java.sql.Connection;
import java.sql.SQLException;

public final class ModelThatReadsTheDatabase {
    public String schema(Connection connection) throws SQLException {
        return connection.getSchema();
    }
}
