package org.dddblocks.eventstore;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.spi.Jdbc;
import org.jspecify.annotations.Nullable;

/** The rows of the event table: written once, read by stream or in the order of the feed. */
final class EventTable {
    private final PayloadCodec codec;
    private final String insert;
    private final String byStream;

    EventTable(Database database, PayloadCodec codec) {
        this.codec = codec;
        String table = database.table("event");
        insert = "insert into " + table + " (" + StoredEvent.WRITTEN + ") values (" + StoredEvent.MARKS + ")";
        String select = "select " + StoredEvent.COLUMNS + " from " + table;
        byStream = select + " where stream_type = ? and stream_id = ? and version > ? order by version";
    }

    void insert(Connection connection, long firstPosition, List<UncommittedEvent> events) {
        List<@Nullable Object[]> rows = new ArrayList<>(events.size());
        for (UncommittedEvent event : events) {
            rows.add(StoredEvent.row(firstPosition + rows.size(), event));
        }
        Jdbc.batch(connection, insert, rows);
    }

    List<StoredEvent> stream(Connection connection, StreamId stream, long afterVersion) {
        return Jdbc.query(connection, new StoredEvent.Reader(), byStream, stream.type(), stream.id(), afterVersion);
    }

    List<EventEnvelope<DomainEvent>> decoded(List<StoredEvent> rows) {
        List<EventEnvelope<DomainEvent>> events = new ArrayList<>(rows.size());
        for (StoredEvent stored : rows) {
            events.addAll(stored.envelopes(codec));
        }
        return events;
    }

    /** Ends before an event that cannot be read, so that what comes before it is not held up with it. */
    FeedPage page(List<StoredEvent> rows, long afterPosition, Wanted wanted) {
        List<FeedEntry> entries = new ArrayList<>();
        long position = afterPosition;
        for (StoredEvent stored : rows) {
            try {
                if (wanted.mayBe(stored.typeName())) {
                    addTo(entries, stored, wanted);
                }
                position = stored.position();
            } catch (UnreadableEventException e) {
                if (position == afterPosition) {
                    throw e;
                }
                break;
            }
        }
        return new FeedPage(entries, position);
    }

    private void addTo(List<FeedEntry> entries, StoredEvent stored, Wanted wanted) {
        int part = 0;
        for (EventEnvelope<DomainEvent> envelope : stored.envelopes(codec)) {
            if (wanted.is(envelope.event())) {
                entries.add(new FeedEntry(stored.position(), part, envelope));
            }
            part++;
        }
    }
}
