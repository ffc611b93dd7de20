package org.dddblocks.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.Random;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.spi.Jdbc;

/** An order, whose row and whose message have about 300 bytes. */
record Ordered(String number, String text) {
    static final JacksonCodec CODEC =
            JacksonCodec.builder().type(Ordered.class, "bench.Ordered").build();

    static Ordered random(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < 240)
            text.append(Long.toString(random.nextLong(Long.MAX_VALUE), 36)).append(' ');
        return new Ordered("order-" + random.nextInt(1_000_000), text.substring(0, 240));
    }

    /** An empty outbox beside a table of orders, and what somebody would have instead who writes his own. */
    static Database database(HikariDataSource pool) {
        Database database = Database.over(pool);
        database.install(JdbcOutbox.schema());
        boolean mariaDb = database.dialect().name().equals("mariadb");
        String counted = mariaDb ? "auto_increment" : "generated always as identity";
        database.transactions().run(() -> {
            Connection connection = database.transactions().connection();
            Jdbc.update(
                    connection,
                    "create table orders (id bigint primary key, number varchar(64) not null, text varchar(500) not null)");
            Jdbc.update(
                    connection,
                    "create table by_hand (seq bigint " + counted + " primary key, id "
                            + (mariaDb ? "char(36)" : "uuid")
                            + " not null, aggregatetype varchar(255) not null, aggregateid varchar(255) not null,"
                            + " type varchar(255) not null, payload varchar(4000) not null, source varchar(255) not null,"
                            + " subject varchar(600) not null, time "
                            + database.dialect().timeType() + " not null,"
                            + " contenttype varchar(100) not null, schemaversion integer not null,"
                            + " keyversion bigint not null, keyordinal integer not null)");
        });
        return database;
    }
}
