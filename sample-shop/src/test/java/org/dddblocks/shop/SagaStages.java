package org.dddblocks.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where each saga stood when the process died, read from a copy of its stores: the step, and where that step's command or
 * its reply was.
 */
record SagaStages(Map<String, Integer> stages, long delivered, long waiting, long orders, long ended) {
    private static final List<String> PARTICIPANTS = List.of("ordering", "inventory", "payment", "delivery");

    static SagaStages of(Path data, Path scratch) throws IOException, SQLException {
        Path copy = copied(data, scratch);
        if (!Files.exists(copy.resolve("shop.mv.db"))) return new SagaStages(Map.of(), 0, 0, 0, 0);
        try (Connection stores = DriverManager.getConnection("jdbc:h2:file:" + copy.resolve("shop"), "sa", "")) {
            return tables(stores) ? read(stores) : new SagaStages(Map.of(), 0, 0, 0, 0);
        }
    }

    /** {@return a copy of a data folder in a new folder} */
    static Path copied(Path data, Path scratch) throws IOException {
        Path copy = Files.createTempDirectory(scratch, "copy");
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
        }
        return copy;
    }

    private static boolean tables(Connection stores) throws SQLException {
        return count(
                        stores,
                        "select count(*) from information_schema.tables where lower(table_name) in"
                                + " ('ddd_saga', 'ddd_inbox', 'ddd_outbox', 'order_view')")
                == 12;
    }

    private static SagaStages read(Connection stores) throws SQLException {
        Map<String, Integer> stages = new TreeMap<>();
        Found found = Found.in(stores);
        try (Statement statement = stores.createStatement();
                ResultSet saga = statement.executeQuery(
                        "select id, status, step, awaiting from fulfilment.ddd_saga where ended_at is null")) {
            while (saga.next()) {
                String step = saga.getString("step");
                UUID awaiting = saga.getObject("awaiting", UUID.class);
                String where = saga.getString("status") + " " + step + ": " + found.where(awaiting);
                stages.merge(where, 1, Integer::sum);
            }
        }
        found.unborn().forEach(order -> stages.merge("order placed, its saga not begun", 1, Integer::sum));
        long orders =
                count(stores, "select count(distinct stream_id) from ordering.ddd_event where stream_type = 'order'");
        long ended = count(stores, "select count(*) from fulfilment.ddd_saga where ended_at is not null");
        return new SagaStages(stages, found.handled.size(), found.waiting, orders, ended);
    }

    private static long count(Connection stores, String sql) throws SQLException {
        try (Statement statement = stores.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private record Found(
            Set<UUID> commandsWaiting,
            Set<UUID> handled,
            Set<String> repliesWaiting,
            Set<UUID> repliesIn,
            List<UUID> unborn,
            long waiting) {

        static Found in(Connection stores) throws SQLException {
            Set<UUID> handled = new HashSet<>();
            Set<String> replies = new HashSet<>();
            long waiting = 0;
            for (String context : PARTICIPANTS) {
                handled.addAll(ids(stores, "select message_id from " + context + ".ddd_inbox"));
                ids(
                                stores,
                                "select cast(causationid as uuid) from " + context
                                        + ".ddd_outbox where causationid is not null")
                        .forEach(id -> replies.add(id.toString()));
                waiting += count(stores, "select count(*) from " + context + ".ddd_outbox");
            }
            List<UUID> sent = ids(stores, "select id from fulfilment.ddd_outbox");
            return new Found(
                    Set.copyOf(sent),
                    handled,
                    replies,
                    Set.copyOf(ids(stores, "select command_id from fulfilment.ddd_saga_reply")),
                    ids(
                            stores,
                            "select id from ordering.ddd_outbox where type like '%OrderWasPlaced'"
                                    + " and id not in (select message_id from fulfilment.ddd_inbox)"),
                    waiting + sent.size());
        }

        String where(UUID command) {
            if (command == null) return "step not begun";
            if (repliesIn.contains(command)) return "reply received, not acted on";
            if (repliesWaiting.contains(command.toString())) return "reply in the outbox";
            if (handled.contains(command) && commandsWaiting.contains(command))
                return "command handled, still in the outbox";
            if (handled.contains(command)) return "command handled, no reply yet";
            return commandsWaiting.contains(command) ? "command in the outbox" : "COMMAND LOST";
        }

        private static List<UUID> ids(Connection stores, String sql) throws SQLException {
            try (Statement statement = stores.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<UUID> ids = new java.util.ArrayList<>();
                while (rows.next()) ids.add(rows.getObject(1, UUID.class));
                return ids;
            }
        }
    }

    @Override
    public String toString() {
        return "%d of %d orders ended, %d messages handled, %d in outboxes, sagas at %d different stages"
                .formatted(ended, orders, delivered, waiting, stages.size());
    }
}
