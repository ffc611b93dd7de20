package org.dddblocks.persistence;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dddblocks.persistence.spi.Jdbc;

/** A made-up module whose tables went through three versions. */
final class Boxes {
    /** The first release. */
    static final SchemaText V1 = text(
            1,
            "create table if not exists ${table:box} (id int not null, label varchar(20), primary key (id))"
                    + ";\ncreate index if not exists ${name:box_by_label} on ${table:box} (label);");
    /** Adds what the second release needs; the first one goes on beside it. */
    static final SchemaText V2 =
            text(2, "alter table ${table:box} add column if not exists size int default 1 not null;");
    /** Takes away what only the first release needed. */
    static final SchemaText V3 = text(
                    3,
                    "drop index if exists ${index:box_by_label};\n"
                            + "alter table ${table:box} drop column if exists label;")
            .usableFrom(2);

    private Boxes() {}

    private static SchemaText text(int version, String sql) {
        return SchemaText.of("box", version, dialect -> {
            String index = dialect.equals("mariadb") ? "${name:box_by_label} on ${table:box}" : "${table:box_by_label}";
            return new ByteArrayInputStream(
                    sql.replace("${index:box_by_label}", index).getBytes(StandardCharsets.UTF_8));
        });
    }

    static void run(Database database, String sql, Object... arguments) {
        database.transactions().run(() -> Jdbc.update(database.transactions().connection(), sql, arguments));
    }

    static List<String> journal(Database database) {
        return database.transactions()
                .call(() -> Jdbc.query(
                        database.transactions().connection(),
                        row -> row.getString(1) + " " + row.getInt(2),
                        "select module, version from " + database.table("schema_journal")
                                + " order by module, version"));
    }

    static long count(Database database) {
        return database.transactions()
                .call(() -> Jdbc.query(
                                database.transactions().connection(),
                                row -> row.getLong(1),
                                "select count(*) from " + database.table("box"))
                        .get(0));
    }
}
