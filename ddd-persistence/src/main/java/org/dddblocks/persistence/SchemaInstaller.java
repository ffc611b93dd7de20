package org.dddblocks.persistence;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies schema texts once, under a lock, and keeps a journal of them. */
final class SchemaInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** Embedded H2 belongs to one process, and has no lock that would survive its DDL. */
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(table|name):([a-z0-9_]+)}");

    private final Database database;
    private final String journal;

    SchemaInstaller(Database database) {
        this.database = database;
        this.journal = database.table("schema_journal");
    }

    void install(List<SchemaText> texts) {
        if (database.transactions().active()) {
            throw new IllegalStateException(
                    "Database.install was called inside a transaction, which DDL would commit on"
                            + " some databases. Call it once at start, before any transaction.");
        }
        if (!texts.isEmpty() && !database.transactions().call(() -> allJournalled(texts))) {
            IN_THIS_JVM.lock();
            try {
                database.transactions().run(() -> apply(texts));
            } finally {
                IN_THIS_JVM.unlock();
            }
        }
    }

    String print(List<SchemaText> texts) {
        StringBuilder script = new StringBuilder();
        preamble().forEach(statement -> script.append(statement).append(";\n\n"));
        for (SchemaText text : ordered(texts)) {
            script.append("-- ").append(text).append('\n');
            script.append(filled(text).strip()).append("\n\n");
            script.append(journalStatement(text)).append(";\n\n");
        }
        return script.toString();
    }

    /** Needs no right to create anything, so that a restricted user can start what another one installed. */
    private boolean allJournalled(List<SchemaText> texts) {
        Connection connection = database.transactions().connection();
        return database.dialect().tableExists(connection, journal)
                && texts.stream().allMatch(text -> journalled(connection, text));
    }

    private boolean journalled(Connection connection, SchemaText text) {
        String checksum = Jdbc.first(
                        connection,
                        row -> row.getString(1),
                        "select checksum from " + journal + " where module = ? and version = ?",
                        text.module(),
                        text.version())
                .orElse(null);
        warnIfChanged(text, checksum);
        return checksum != null;
    }

    private void warnIfChanged(SchemaText text, @Nullable String journalled) {
        if (journalled != null && !journalled.equals(checksum(text))) {
            LOG.warn(
                    "The schema {} was changed after it had been applied to {}; what was applied stays. Make a change a new"
                            + " version.",
                    text,
                    journal);
        }
    }

    private void apply(List<SchemaText> texts) {
        Connection connection = database.transactions().connection();
        database.dialect().lockSchema(connection, journal);
        preamble().forEach(statement -> Jdbc.update(connection, statement));
        for (SchemaText text : ordered(texts)) {
            if (!journalled(connection, text)) {
                SqlScript.statements(filled(text)).forEach(statement -> Jdbc.update(connection, statement));
                Jdbc.update(connection, journalStatement(text));
            }
        }
    }

    private List<String> preamble() {
        String table = "create table if not exists " + journal + " (module varchar(64) not null, version int not null,"
                + " checksum varchar(64) not null, applied_at timestamp with time zone not null,"
                + " primary key (module, version))";
        return database.schemaName()
                .map(schema -> List.of("create schema if not exists " + schema, table))
                .orElse(List.of(table));
    }

    private String journalStatement(SchemaText text) {
        return "insert into " + journal + " (module, version, checksum, applied_at) values ('" + text.module() + "', "
                + text.version() + ", '" + checksum(text) + "', current_timestamp)";
    }

    private String filled(SchemaText text) {
        Matcher matcher = PLACEHOLDER.matcher(text.text(database.dialect().name()));
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1).equals("table") ? database.table(found.group(2)) : database.name(found.group(2))));
    }

    private String checksum(SchemaText text) {
        CRC32 crc = new CRC32();
        crc.update(text.text(database.dialect().name()).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static List<SchemaText> ordered(List<SchemaText> texts) {
        return texts.stream()
                .sorted(Comparator.comparingInt(SchemaText::version))
                .toList();
    }
}
