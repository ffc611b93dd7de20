package org.dddblocks.persistence.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Instants in the form that a driver neither shifts nor refuses: with an offset where the column keeps one, and as UTC
 * without an offset on MariaDB, whose driver would turn an offset into the zone of the JVM or of its URL.
 */
final class DriverTimes {
    private static final int MOST_WRAPPERS = 5;

    /** Whose class it is; null for wrappers of pools and for proxies. */
    private static final ClassValue<Owner> OWNERS = new ClassValue<>() {
        @Override
        protected Owner computeValue(Class<?> type) {
            String name = type.getName();
            return name.startsWith("org.mariadb.jdbc.")
                    ? Owner.MARIADB
                    : name.startsWith("org.h2.") || name.startsWith("org.postgresql.") ? Owner.OTHER : Owner.UNKNOWN;
        }
    };

    private enum Owner {
        MARIADB,
        OTHER,
        UNKNOWN
    }

    private DriverTimes() {}

    static Object bound(PreparedStatement statement, Instant time) throws SQLException {
        OffsetDateTime utc = Jdbc.micros(time).atOffset(ZoneOffset.UTC);
        return withoutOffset(statement, PreparedStatement.class) ? utc.toLocalDateTime() : utc;
    }

    static @Nullable Instant read(ResultSet row, String column) throws SQLException {
        if (withoutOffset(row, ResultSet.class)) {
            return utc(row.getObject(column, LocalDateTime.class));
        }
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable Instant read(ResultSet row, int column) throws SQLException {
        if (withoutOffset(row, ResultSet.class)) {
            return utc(row.getObject(column, LocalDateTime.class));
        }
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Instant utc(@Nullable LocalDateTime time) {
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    private static boolean withoutOffset(Wrapper given, Class<? extends Wrapper> type) throws SQLException {
        if (given instanceof Dialect.Speaker speaker) {
            return speaker.dialect() instanceof MariaDbDialect;
        }
        Wrapper inner = given;
        for (int layer = 0; layer < MOST_WRAPPERS; layer++) {
            Owner owner = OWNERS.get(inner.getClass());
            if (owner != Owner.UNKNOWN) {
                return owner == Owner.MARIADB;
            }
            if (!inner.isWrapperFor(type)) {
                break;
            }
            inner = inner.unwrap(type);
        }
        return connection(given).getMetaData().getDatabaseProductName().equals("MariaDB");
    }

    private static Connection connection(Wrapper given) throws SQLException {
        return given instanceof ResultSet row
                ? row.getStatement().getConnection()
                : ((PreparedStatement) given).getConnection();
    }
}
