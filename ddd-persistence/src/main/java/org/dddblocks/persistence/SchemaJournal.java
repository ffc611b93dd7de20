package org.dddblocks.persistence;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.dddblocks.persistence.spi.Dialect;
import org.dddblocks.persistence.spi.Jdbc;

/** The table that tells which texts were applied, and the SQL of the texts with the names filled in. */
final class SchemaJournal {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(table|name):([a-z0-9_]+)}");

    private final Database database;
    private final Dialect dialect;
    private final String table;

    SchemaJournal(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        this.table = database.table("schema_journal");
    }

    /** A text that was applied. */
    record Entry(String module, int version, int usableFrom, String checksum) {
        boolean of(SchemaText text) {
            return module.equals(text.module()) && version == text.version();
        }
    }

    String table() {
        return table;
    }

    /** Needs no right to create anything, so that a restricted user can start what another one installed. */
    List<Entry> read(Connection connection) {
        return dialect.tableExists(connection, table) ? entries(connection) : List.of();
    }

    List<Entry> entries(Connection connection) {
        return Jdbc.query(
                connection,
                row -> new Entry(row.getString(1), row.getInt(2), row.getInt(3), row.getString(4)),
                "select module, version, usable_from, checksum from " + table);
    }

    List<String> preamble() {
        String create = "create table if not exists " + table + " (module varchar(64) not null, version int not null,"
                + " usable_from int not null, checksum varchar(64) not null, applied_at " + dialect.timeType()
                + " not null, primary key (module, version))" + dialect.tableOptions();
        return database.schemaName()
                .map(schema -> List.of("create schema if not exists " + schema, create))
                .orElse(List.of(create));
    }

    String insert(SchemaText text) {
        return "insert into " + table + " (module, version, usable_from, checksum, applied_at) values ('"
                + text.module() + "', " + text.version() + ", " + text.usableFrom() + ", '" + checksum(text) + "', "
                + dialect.clock() + ")";
    }

    String filled(SchemaText text) {
        Matcher matcher = PLACEHOLDER.matcher(text.text(dialect.name()));
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1).equals("table") ? database.table(found.group(2)) : database.name(found.group(2))));
    }

    String checksum(SchemaText text) {
        CRC32 crc = new CRC32();
        crc.update(text.text(dialect.name()).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
