package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.WakeUps;
import org.jspecify.annotations.Nullable;

/**
 * The database of one bounded context: every store of the context is built on it, so that they share transactions.
 *
 * <p><b>Shape.</b> Immutable. {@link #schema}, {@link #prefix} and {@link #clock} return a copy that shares the
 * transactions of the original; two calls of {@link #over} share nothing. Make one for each context.
 * <b>Databases.</b> H2 2.2, MariaDB 10.6, PostgreSQL 13 and newer; anything else, a fork or a standby is refused.
 * <b>Threads.</b> Safe for many threads.
 * <pre>{@code
 * Database database = Database.over(dataSource).schema("ordering");
 * database.install(JdbcEventStore.schema(), JdbcOutbox.schema());
 * }</pre>
 */
public final class Database {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern PREFIX = Pattern.compile("|[a-z][a-z0-9_]{0,19}");

    private final Dialect dialect;
    private final JdbcTransactions transactions;
    private final WakeUps wakeUps;
    private final @Nullable String schema;
    private final String prefix;
    private final Clock clock;

    private Database(
            Dialect dialect,
            JdbcTransactions transactions,
            WakeUps wakeUps,
            @Nullable String schema,
            String prefix,
            Clock clock) {
        this.dialect = dialect;
        this.transactions = transactions;
        this.wakeUps = wakeUps;
        this.schema = schema;
        this.prefix = prefix;
        this.clock = clock;
    }

    /**
     * Connects once, to see which database this is.
     *
     * @param dataSource the application's pool; any size from 1
     * @return a database with our default prefix {@code ddd_}, in the connection's own schema, with the system's clock
     * @throws PersistenceException if there is no connection, or the server is not supported
     */
    public static Database over(DataSource dataSource) {
        Dialect dialect = detect(Arguments.given(dataSource, "The DataSource of Database.over"));
        JdbcTransactions transactions = new JdbcTransactions(dataSource, dialect);
        return new Database(dialect, transactions, new WakeUps(transactions), null, "ddd_", Clock.systemUTC());
    }

    private static Dialect detect(DataSource dataSource) {
        BorrowedConnection borrowed = BorrowedConnection.take(dataSource, null);
        try {
            Dialect dialect = Dialect.detect(borrowed.connection());
            borrowed.connection().rollback();
            borrowed.giveBack();
            return dialect;
        } catch (SQLException e) {
            borrowed.discard();
            throw PersistenceException.of("read the server's version", e);
        } catch (RuntimeException e) {
            borrowed.discard();
            throw e;
        }
    }

    /**
     * Keeps our tables in a schema of their own; {@link #install} creates it.
     *
     * @param name a lower-case letter, then at most 39 lower-case letters, digits and underscores; no reserved word of the
     *     database, which would refuse it in {@link #install}
     * @return a copy
     * @throws IllegalArgumentException for any other name
     */
    public Database schema(String name) {
        Arguments.given(name, "The name given to Database.schema");
        Arguments.check(
                NAME.matcher(name).matches(),
                "Database.schema",
                name,
                "a lower-case letter, then at most 39 lower-case letters, digits, underscores");
        return new Database(dialect, transactions, wakeUps, name, prefix, clock);
    }

    /**
     * Begins the names of our tables differently.
     *
     * @param text lower-case letters, digits and underscores, at most 20, or empty; default {@code ddd_}
     * @return a copy
     * @throws IllegalArgumentException for any other text
     */
    public Database prefix(String text) {
        Arguments.given(text, "The text given to Database.prefix (\"\" for none)");
        Arguments.check(
                PREFIX.matcher(text).matches(),
                "Database.prefix",
                text,
                "at most 20 lower-case letters, digits, underscores");
        return new Database(dialect, transactions, wakeUps, schema, text, clock);
    }

    /**
     * Takes business time from another clock, such as a hand-moved one in tests.
     *
     * @param business the clock that gives events their {@code occurredAt}
     * @return a copy
     */
    public Database clock(Clock business) {
        return new Database(
                dialect, transactions, wakeUps, schema, prefix, Arguments.given(business, "Database.clock"));
    }

    /**
     * The transactions that all stores of this database share.
     *
     * @return always the same
     */
    public Transactions transactions() {
        return transactions;
    }

    /**
     * Runs one statement that is a transaction of its own: its commit needs no round trip. For authors of stores, and for
     * statements that are right at any isolation the connection may have.
     *
     * @param work executes one statement on the connection, which commits by itself, and keeps neither
     * @param <T> its result
     * @return its result
     * @throws CommitOutcomeUnknownException if the connection broke, so that the statement may have been carried out
     * @throws PersistenceException if the database refused it: nothing is stored
     * @throws IllegalStateException inside a transaction, which it would not join
     */
    public <T> T alone(Function<Connection, T> work) {
        return transactions.alone(Arguments.given(work, "The statement of Database.alone"));
    }

    /**
     * Reads in the current transaction, or without one: then each statement sees what is committed when it begins, as in a
     * transaction at READ COMMITTED, and there is no commit to wait for. For authors of stores.
     *
     * @param work only reads on the connection, and keeps neither it nor what came from it; code of applications is called
     *     afterwards, since here it would be in no transaction
     * @param <T> its result
     * @return its result
     * @throws PersistenceException if no connection can be had, or the database refused a statement
     */
    public <T> T read(Function<Connection, T> work) {
        return transactions.read(Arguments.given(work, "The work of Database.read"));
    }

    /**
     * What differs between databases; for authors of stores.
     *
     * @return the dialect
     */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Signals between the stores of this process; for authors of stores.
     *
     * @return always the same
     */
    public WakeUps wakeUps() {
        return wakeUps;
    }

    /**
     * Business time.
     *
     * @return the clock given, or the system's
     */
    public Clock clock() {
        return clock;
    }

    /**
     * The database's running clock, which timers and {@code recordedAt} use.
     *
     * @return the time now, to the microsecond; it advances within a transaction
     */
    public Instant now() {
        return transactions.active()
                ? dialect.now(transactions.connection())
                : transactions.call(() -> dialect.now(transactions.connection()));
    }

    /**
     * A table of ours.
     *
     * @param name without prefix, such as {@code event}
     * @return with schema and prefix, such as {@code ordering.ddd_event}
     */
    public String table(String name) {
        return schema == null ? name(name) : schema + "." + name(name);
    }

    /**
     * The name of an index or constraint of ours, which carries no schema.
     *
     * @param name without prefix
     * @return with the prefix
     */
    public String name(String name) {
        Arguments.check(
                NAME.matcher(name).matches(), "A table's name", name, "lower-case letters, digits, underscores");
        return prefix + name;
    }

    JdbcTransactions jdbcTransactions() {
        return transactions;
    }

    Optional<String> schemaName() {
        return Optional.ofNullable(schema);
    }

    /**
     * Creates what is missing: each text once, in ascending version, journalled, under a lock that keeps other nodes
     * out. Needs no right to create anything when all is there.
     *
     * @param texts what the stores in use offer as {@code schema()}
     * @throws IllegalStateException inside a transaction
     * @throws PersistenceException if the user may not create tables; then hand {@link #print} to somebody who may
     */
    public void install(SchemaText... texts) {
        new SchemaInstaller(this).install(texts(texts));
    }

    /**
     * Refuses to go on unless the tables are there, in a version that this library and the database both know. Reads the
     * journal only, so that a store may ask before it writes anything.
     *
     * @param texts what the stores in use offer as {@code schema()}
     * @throws PersistenceException if a text was never applied, or a newer library has taken away what these need; with
     *     the remedy
     */
    public void requireInstalled(SchemaText... texts) {
        new SchemaCheck(this).require(texts(texts));
    }

    /**
     * The SQL that {@link #install} would run on an empty database, for Flyway, Liquibase or a person; it journals
     * itself, so that {@code install} finds nothing left to do.
     *
     * @param texts what the stores in use offer as {@code schema()}
     * @return statements ended by semicolons
     */
    public String print(SchemaText... texts) {
        return new SchemaInstaller(this).print(texts(texts));
    }

    private static List<SchemaText> texts(SchemaText... texts) {
        for (SchemaText text : Arguments.given(texts, "The list of SchemaTexts")) {
            Arguments.given(text, "A SchemaText (the schema() of a store)");
        }
        return List.of(texts);
    }
}
