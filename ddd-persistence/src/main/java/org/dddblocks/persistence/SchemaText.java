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
 * new version.
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
    private final Function<String, @Nullable InputStream> resource;

    private SchemaText(String module, int version, Function<String, @Nullable InputStream> resource) {
        this.module = module;
        this.version = version;
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
        Arguments.check(!module.isBlank(), "SchemaText module", module, "a short name such as \"outbox\"");
        Arguments.check(version >= 1, "SchemaText version", version, "1 or more");
        return new SchemaText(module, version, resource);
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
