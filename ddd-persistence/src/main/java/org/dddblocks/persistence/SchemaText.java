package org.dddblocks.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one module in one version, for every database it supports.
 *
 * <p><b>Shape.</b> SQL statements ended by semicolons. <code>${table:event}</code> stands for the table's name with schema
 * and prefix, <code>${name:event_by_stream}</code> for a name with the prefix only (indexes, constraints). Each statement can
 * be run again without harm: {@code create table if not exists …}. A published version never changes; a change is a
 * new version, and an upgrade takes two: one that adds what the new library needs while the old one still runs, and a later
 * one that takes away what the old one needed ({@link #usableFrom(int)}).
 * <p>The module reads its own resource and hands over the text, because resources of a named module are invisible to
 * others. <b>Threads.</b> Immutable.
 * <pre>{@code
 * static SchemaText schema() {
 *     return SchemaText.of("outbox", 1, dialect -> JdbcOutbox.class.getResourceAsStream("schema/v1/" + dialect + ".sql"));
 * }
 * }</pre>
 */
public final class SchemaText {
    private final String module;
    private final int version;
    private final int usableFrom;
    private final Function<String, @Nullable InputStream> resource;

    private SchemaText(String module, int version, int usableFrom, Function<String, @Nullable InputStream> resource) {
        this.module = module;
        this.version = version;
        this.usableFrom = usableFrom;
        this.resource = resource;
    }

    /**
     * Describes one version of a module's tables.
     *
     * @param module short name in the journal, such as {@code outbox}
     * @param version 1 or more; versions are applied in ascending order
     * @param resource opens the SQL text (UTF-8) for a dialect's name, or returns null if there is none
     * @return the description
     * @throws IllegalArgumentException for a version below 1 or a blank module
     */
    public static SchemaText of(String module, int version, Function<String, @Nullable InputStream> resource) {
        Arguments.given(module, "The module of a SchemaText");
        Arguments.given(resource, "The resource of a SchemaText");
        Arguments.check(!module.isBlank(), "SchemaText module", module, "a short name such as \"outbox\"");
        Arguments.check(version >= 1, "SchemaText version", version, "1 or more");
        return new SchemaText(module, version, 1, resource);
    }

    /**
     * Says which libraries work on these tables. A text that only adds (tables, columns with a default, indexes) leaves
     * all older ones working, so that nodes are upgraded one after the other; a text that takes something away names
     * the first version that does without it, and older libraries refuse to start from then on.
     *
     * @param oldest the version of the newest text that a library must have; default 1: any library
     * @return a copy
     * @throws IllegalArgumentException if {@code oldest} is below 1 or above this text's version
     */
    public SchemaText usableFrom(int oldest) {
        Arguments.check(oldest >= 1 && oldest <= version, "SchemaText.usableFrom", oldest, "between 1 and " + version);
        return new SchemaText(module, version, oldest, resource);
    }

    int usableFrom() {
        return usableFrom;
    }

    /**
     * The module's short name.
     *
     * @return as given
     */
    public String module() {
        return module;
    }

    /**
     * The version.
     *
     * @return 1 or more
     */
    public int version() {
        return version;
    }

    /**
     * The SQL text for one database, with its placeholders.
     *
     * @param dialect the dialect's name
     * @return the text
     * @throws PersistenceException if the module has no text for it
     */
    public String text(String dialect) {
        try (InputStream stream = resource.apply(dialect)) {
            if (stream == null) {
                throw new PersistenceException("Module " + module + " has no schema of version " + version + " for "
                        + dialect + ". Use a database that it supports, or add the resource " + dialect + ".sql.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The schema of module " + module + " could not be read.", e);
        }
    }

    @Override
    public String toString() {
        return module + " v" + version;
    }
}
