package org.dddblocks.outbox;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/**
 * Counts the keys on and stores their messages with the numbers that gives, on PostgreSQL in one statement. Keys are locked
 * in one order, so that two calls with the same keys cannot deadlock.
 */
final class CountedInsert {
    /** Few different texts, so that the server keeps them prepared, and far from 65,535 places in one. */
    private static final int MOST_ROWS = 512;

    private static final Comparator<MessageKey> ORDER =
            Comparator.comparing(MessageKey::type).thenComparing(MessageKey::id);

    private static final String KEYS = "aggregatetype, aggregateid";
    private static final String IN_ORDER = "aggregatetype collate \"C\", aggregateid collate \"C\"";

    private final boolean oneStatement;
    private final String outbox;
    private final String counters;
    private final Numbering numbering;
    private final OutboxTable table;
    /** By the numbers of rows: making a text of a thousand characters each time costs more than sending it. */
    private final Map<List<Integer>, String> texts = new ConcurrentHashMap<>();

    CountedInsert(Database database, Numbering numbering, OutboxTable table) {
        this.oneStatement = database.dialect().name().equals("postgresql");
        this.outbox = database.table("outbox");
        this.counters = database.table("outbox_counter");
        this.numbering = numbering;
        this.table = table;
    }

    /** Stores messages that are numbered from 1 within each key of the call, and returns them with their real numbers. */
    List<Message> store(Connection connection, List<Message> drafts) {
        Map<MessageKey, Long> counts = new HashMap<>();
        drafts.forEach(draft -> counts.merge(draft.key(), 1L, Long::sum));
        List<MessageKey> keys = counts.keySet().stream().sorted(ORDER).toList();
        Map<MessageKey, Long> before = new HashMap<>();
        if (oneStatement && drafts.size() <= MOST_ROWS) {
            all(connection, keys, counts, drafts).forEach((key, last) -> before.put(key, last - count(counts, key)));
            return numbered(drafts, before);
        }
        for (MessageKey key : keys) {
            long count = count(counts, key);
            before.put(key, numbering.advance(connection, key, count) - count);
        }
        List<Message> messages = numbered(drafts, before);
        table.insert(connection, messages);
        return messages;
    }

    private static long count(Map<MessageKey, Long> counts, MessageKey key) {
        return Objects.requireNonNull(counts.get(key));
    }

    private static List<Message> numbered(List<Message> drafts, Map<MessageKey, Long> before) {
        return drafts.stream()
                .map(draft -> draft.after(Objects.requireNonNull(before.get(draft.key()))))
                .toList();
    }

    /** Counts every key on by its messages, and stores these; the database tells how far it counted. */
    private Map<MessageKey, Long> all(
            Connection connection, List<MessageKey> keys, Map<MessageKey, Long> counts, List<Message> drafts) {
        int keyRows = roundedUp(keys.size());
        int messageRows = roundedUp(drafts.size());
        List<@Nullable Object> values = new ArrayList<>();
        for (MessageKey key : keys) {
            values.addAll(List.of(key.type(), key.id(), count(counts, key)));
        }
        values.addAll(Collections.nCopies(3 * (keyRows - keys.size()), null));
        for (Message draft : drafts) {
            List<@Nullable Object> row = OutboxSql.values(draft);
            // Seen from where the counter then stands: the last one of its key has 0, the one before it -1.
            row.set(OutboxSql.KEY_VERSION, draft.number().version() - count(counts, draft.key()));
            values.addAll(row);
        }
        values.addAll(Collections.nCopies(OutboxSql.WIDTH * (messageRows - drafts.size()), null));
        Map<MessageKey, Long> last = new HashMap<>();
        Jdbc.query(
                connection,
                row -> last.merge(new MessageKey(row.getString(1), row.getString(2)), row.getLong(3), Math::max),
                texts.computeIfAbsent(List.of(keyRows, messageRows), rows -> sql(keyRows, messageRows)),
                values.toArray());
        return last;
    }

    private static int roundedUp(int rows) {
        return Integer.highestOneBit(rows * 2 - 1);
    }

    /** Rows of nulls fill the places up. */
    private String sql(int keyRows, int messageRows) {
        String columns = OutboxSql.COLUMNS;
        String chosen = ("m." + columns.replace(", ", ", m.")).replace("m.keyversion", "c.last_number + m.keyversion");
        return "with c as (insert into " + counters + " as old (" + KEYS + ", last_number) select * from (values "
                + rows("(?::text, ?::text, ?::bigint)", keyRows) + ") g (" + KEYS + ", messages)"
                + (keyRows == 1 ? "" : " where messages is not null order by " + IN_ORDER)
                + " on conflict (" + KEYS + ") do update set last_number = old.last_number + excluded.last_number"
                + " returning " + KEYS + ", last_number) insert into " + outbox + " (" + columns + ") select " + chosen
                + " from (values " + rows("(" + OutboxSql.PLACES + ")", messageRows) + ") m (" + columns
                + ") join c using (" + KEYS + ")" + (messageRows == 1 ? "" : " order by m.keyversion") + " returning "
                + KEYS + ", keyversion";
    }

    private static String rows(String one, int rows) {
        return String.join(", ", Collections.nCopies(rows, one));
    }
}
