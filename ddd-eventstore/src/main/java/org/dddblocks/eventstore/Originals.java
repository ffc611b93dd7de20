package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;
import org.dddblocks.persistence.spi.StoreWork;

/** What is stored under an append id, compared with what is asked for under it now. */
final class Originals {
    private final Transactions transactions;
    private final PayloadCodec codec;
    private final String shares;
    private final String first;
    private final String events;

    Originals(Database database, PayloadCodec codec) {
        this.transactions = database.transactions();
        this.codec = codec;
        String table = database.table("event");
        this.shares = "select stream_type, stream_id, version, append_size from " + table
                + " where append_id = ? order by append_part";
        this.first = "select version from " + table + " where stream_type = ? and stream_id = ? and event_id = ?";
        this.events = "select " + StoredEvent.COLUMNS + " from " + table
                + " where stream_type = ? and stream_id = ? and version > ? and version <= ? order by version";
    }

    /** Where one stream's events of an append stand. */
    private record Share(StreamId stream, long first, int size) {}

    boolean known(EncodedAppend append) {
        return !shares(append).isEmpty();
    }

    private List<Share> shares(EncodedAppend append) {
        UUID id = append.id();
        return id == null
                ? append.parts().stream().flatMap(part -> own(part).stream()).toList()
                : Jdbc.query(
                        transactions.connection(),
                        row -> new Share(
                                new StreamId(row.getString(1), row.getString(2)), row.getLong(3), row.getInt(4)),
                        shares,
                        id);
    }

    /** A share of an append without id, whose event ids are known since a try of ours before wrote them, or did not. */
    private Optional<Share> own(EncodedAppend.Part part) {
        StreamId stream = part.stream();
        return Jdbc.first(
                transactions.connection(),
                row -> new Share(stream, row.getLong(1), part.size()),
                first,
                stream.type(),
                stream.id(),
                part.events().get(0).id());
    }

    /** The original result if the content is the same, whatever the streams have become since. */
    Verdict verdict(EncodedAppend asked) {
        return StoreWork.join(transactions, () -> {
            List<Share> stored = shares(asked);
            if (stored.size() != asked.parts().size()) {
                return other(
                        asked,
                        "it was stored with %d streams, and now has %d",
                        stored.size(),
                        asked.parts().size());
            }
            List<EventEnvelope<DomainEvent>> envelopes = new ArrayList<>();
            for (int i = 0; i < stored.size(); i++) {
                EncodedAppend.Part part = asked.parts().get(i);
                Share share = stored.get(i);
                if (!share.stream().equals(part.stream()) || share.size() != part.size()) {
                    return other(
                            asked,
                            "it was stored with %d events for %s, and now has %d for %s",
                            share.size(),
                            share.stream(),
                            part.size(),
                            part.stream());
                }
                for (StoredEvent event : events(share)) {
                    EncodedEvent again = part.events().get(envelopes.size() - before(asked, i));
                    if (!same(event, again)) {
                        return other(asked, "event %d of %s differs", event.version(), event.stream());
                    }
                    envelopes.add(event.envelopeOf(again.event()));
                }
            }
            return Verdict.known(Appended.of(envelopes));
        });
    }

    private static int before(EncodedAppend append, int part) {
        return append.parts().subList(0, part).stream()
                .mapToInt(EncodedAppend.Part::size)
                .sum();
    }

    private List<StoredEvent> events(Share share) {
        return Jdbc.query(
                transactions.connection(),
                new StoredEvent.Reader(),
                events,
                share.stream().type(),
                share.stream().id(),
                share.first() - 1,
                share.first() + share.size() - 1);
    }

    /** Newer code may write another schema version, and a payload hook other text each time, such as under a new nonce. */
    private boolean same(StoredEvent stored, EncodedEvent again) {
        return stored.typeName().equals(again.typeName()) && stored.payload().equals(again.payload())
                || codec.decodeAll(stored.typeName(), stored.schemaVersion(), stored.payload())
                        .equals(List.of(again.event()));
    }

    private static Verdict other(EncodedAppend asked, String difference, Object... values) {
        return Verdict.refused(new AppendIdReusedException(
                Objects.requireNonNullElse(asked.id(), asked.first()), difference.formatted(values)));
    }
}
