package org.dddblocks.testkit;

import javax.sql.DataSource;

/**
 * Where a contract suite over JDBC gets its database from.
 *
 * <pre>{@code
 * interface OnH2 extends EmptyDatabase {
 *     @Override
 *     default DataSource emptyDatabase() {
 *         JdbcDataSource dataSource = new JdbcDataSource();
 *         dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
 *         return dataSource;
 *     }
 * }
 * }</pre>
 */
public interface EmptyDatabase {
    /**
     * A database without tables, another one on each call.
     *
     * @return connections to it, as many as asked for, auto-commit on
     */
    DataSource emptyDatabase();
}
