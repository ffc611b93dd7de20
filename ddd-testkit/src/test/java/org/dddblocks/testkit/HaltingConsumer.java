package org.dddblocks.testkit;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageNumber;
import org.dddblocks.outbox.Receipt;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;

/** A process that is given one message, and halts at it without a chance to say so. */
final class HaltingConsumer {
    static final int HALTED = 111;
    static final int STARTS = 3;
    private static final int FIRST_RECEIPT = 50;
    private static final long LONGEST_SECONDS = 120;

    private HaltingConsumer() {}

    static Inbox inbox(Database database) {
        return Inbox.on(database, "inventory").parkingAfter(STARTS);
    }

    static Message message(UUID id) {
        return new Message(
                id,
                "ordering",
                new MessageKey("order", "1"),
                new MessageNumber(1, 0),
                "order-was-placed",
                1,
                "{}",
                Instant.EPOCH,
                EventMetadata.NONE,
                Map.of());
    }

    static void effect(Database database) {
        Jdbc.update(database.transactions().connection(), "insert into effect (what) values ('done')");
    }

    /** Arguments: the database's URL, the message's id, and when to halt: inside, before the commit, or behind it. */
    public static void main(String[] arguments) throws SQLException {
        Database database = Database.over(new UrlDataSource(arguments[0]));
        Receipt receipt = inbox(database).receive(message(UUID.fromString(arguments[1])), () -> {
            effect(database);
            if (arguments[2].equals("inside")) {
                Runtime.getRuntime().halt(HALTED);
            }
        });
        Runtime.getRuntime().halt(arguments[2].equals("behind") ? HALTED : FIRST_RECEIPT + receipt.ordinal());
    }

    /** What a process did with the message; empty if it halted. */
    static String run(String url, UUID message, String halts) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltingConsumer.class.getName(),
                        url,
                        message.toString(),
                        halts)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.onExit().orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
        int end = process.exitValue();
        return end == HALTED ? "" : Receipt.values()[end - FIRST_RECEIPT].name();
    }
}
