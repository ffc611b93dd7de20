package org.dddblocks.testservers;

import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is and how to log in; it owns nothing, so it may be handed to another process.
 *
 * <pre>{@code
 * // in the test:                     // in the JVM that the test starts and kills:
 * String url = database.url();        DataSource dataSource = PostgresDatabase.at(args[0]).dataSource();
 * }</pre>
 *
 * @param url      the JDBC URL, user included: all that {@link #at(String)} needs
 * @param user     the user to log in as
 * @param password the password; the server trusts its local users, so any will do
 */
public record PostgresDatabase(String url, String user, String password) {

    /**
     * Describes a database that somebody else started.
     *
     * @param url the {@link #url()} of that database
     * @return the same database, seen from this JVM
     * @throws IllegalArgumentException if {@code url} is no PostgreSQL URL with a user
     */
    public static PostgresDatabase at(String url) {
        Properties parts = Driver.parseURL(url, new Properties());
        if (parts == null || parts.getProperty("user") == null) {
            throw new IllegalArgumentException(
                    "The URL is " + url
                            + "; it must look like jdbc:postgresql://host:port/database?user=name. Pass PostgresDatabase.url().");
        }
        return new PostgresDatabase(url, parts.getProperty("user"), parts.getProperty("password", "postgres"));
    }

    /**
     * Opens connections to this database, one for each call, without a pool.
     *
     * @return a new data source
     */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }
}
