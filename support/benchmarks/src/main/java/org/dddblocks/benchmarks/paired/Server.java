package org.dddblocks.benchmarks.paired;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicLong;
import org.dddblocks.testservers.MariaDbServer;
import org.dddblocks.testservers.PostgresServer;

/** Where both sides write: each time an empty database. */
public enum Server {
    POSTGRESQL {
        @Override
        public String url() {
            String url = PostgresServer.freshDatabase().url();
            return url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
        }

        @Override
        public String nextPosition() {
            return "nextval('ddd_event_position')";
        }
    },
    H2 {
        @Override
        public String url() throws Exception {
            return "jdbc:h2:file:" + Files.createTempDirectory("bench").resolve("store")
                    + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000";
        }
    },
    MARIADB {
        @Override
        public String url() {
            return MariaDbServer.freshDatabase();
        }
    };

    /** Where there is no sequence, the hand-written side counts in memory, which costs nothing; far from our own numbers. */
    private static final AtomicLong POSITIONS = new AtomicLong(1L << 40);

    public abstract String url() throws Exception;

    /** An expression for the INSERT of the hand-written side; a question mark is bound to {@link #position}. */
    public String nextPosition() {
        return "?";
    }

    public static long position() {
        return POSITIONS.incrementAndGet();
    }

    public HikariDataSource pool() throws Exception {
        return pool(url());
    }

    /** Further connections to the same place. */
    public static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(20);
        return new HikariDataSource(config);
    }
}
