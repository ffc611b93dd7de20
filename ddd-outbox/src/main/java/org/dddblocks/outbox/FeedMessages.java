package org.dddblocks.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.FeedEntry;
import org.dddblocks.persistence.FeedPage;
import org.dddblocks.persistence.FeedSource;

/**
 * Reads a feed and makes messages of its events. The same event makes the same messages, ids included, whenever and wherever
 * it is read.
 */
final class FeedMessages {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final FeedSource feed;
    private final Set<Class<? extends DomainEvent>> types;
    private final MessageMaker maker;
    private final MessageTranslator translator;
    private final String relay;

    FeedMessages(
            FeedSource feed,
            Set<Class<? extends DomainEvent>> types,
            MessageMaker maker,
            MessageTranslator translator,
            String relay) {
        this.feed = feed;
        this.types = types;
        this.maker = maker;
        this.translator = translator;
        this.relay = relay;
    }

    FeedPage read(long after, int limit) {
        return types.isEmpty() ? feed.readFeed(after, limit) : feed.readFeed(after, limit, types);
    }

    static MessageKey key(FeedEntry entry) {
        return new MessageKey(
                entry.envelope().stream().type(), entry.envelope().stream().id());
    }

    /**
     * The messages of one stored event, numbered through over all that upcasters made of it.
     *
     * @param parts of one position, in order
     */
    List<Message> of(List<FeedEntry> parts) {
        List<Message> messages = new ArrayList<>();
        for (FeedEntry part : parts) {
            for (Message made : maker.translated(translator, part.envelope())) {
                int ordinal = messages.size();
                messages.add(new Message(
                        stableId(part.envelope().eventId(), ordinal),
                        made.source(),
                        made.key(),
                        new MessageNumber(made.number().version(), ordinal),
                        made.type(),
                        made.schemaVersion(),
                        made.payload(),
                        made.time(),
                        made.metadata(),
                        made.headers()));
            }
        }
        return messages;
    }

    /** A UUIDv7 of the event's time; the rest is a hash, where a new one would have random bits. */
    private UUID stableId(UUID event, int ordinal) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(relay + '\0' + event + '\0' + ordinal));
        long time = event.getMostSignificantBits() & ~0xFFFFL;
        return new UUID(time | VERSION_7 | hash.getLong() & 0xFFF, VARIANT | hash.getLong() >>> 2);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }
}
