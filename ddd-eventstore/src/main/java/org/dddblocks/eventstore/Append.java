package org.dddblocks.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * Events for one stream or several, to be stored together or not at all.
 *
 * <p><b>Id.</b> With an {@link #id}, the same append can be asked for again: the store then gives the first one's result
 * and writes nothing, also when the streams have moved on since. So a sender who got no answer asks again with the same
 * id. Without, the store gives one, and asking again appends again. <b>Threads.</b> Immutable.
 *
 * <pre>{@code
 * store.append(Append.to(from, Expected.exactly(7), List.of(sent))
 *         .and(to, Expected.any(), List.of(received))
 *         .id(transferId));
 * }</pre>
 */
public final class Append {
    private final List<Part> parts;
    private final @Nullable UUID id;

    private Append(List<Part> parts, @Nullable UUID id) {
        this.parts = parts;
        this.id = id;
    }

    /**
     * The events for one stream.
     *
     * @param stream which
     * @param expected what the writer decided on
     * @param events at least one, oldest first
     */
    public record Part(StreamId stream, Expected expected, List<DomainEvent> events) {
        /**
         * Checks its arguments and copies the list.
         *
         * @throws IllegalArgumentException if one is missing, the list is empty or an event is {@code null}
         */
        public Part {
            Limits.given(stream, "The stream of an append");
            Limits.given(expected, "What an append to " + stream + " expects (Expected.any() for anything)");
            Limits.events(stream, events);
            events = List.copyOf(events);
        }
    }

    /**
     * Begins with one stream.
     *
     * @param stream where to
     * @param expected what the writer decided on
     * @param events at least one, oldest first
     * @return an append to this stream
     * @throws IllegalArgumentException if an argument is missing, the list is empty or an event is {@code null}
     */
    public static Append to(StreamId stream, Expected expected, List<? extends DomainEvent> events) {
        return new Append(List.of(part(stream, expected, events)), null);
    }

    /**
     * Adds another stream. All streams are appended to, or none.
     *
     * @param stream where to; not one that this append has already
     * @param expected what the writer decided on
     * @param events at least one, oldest first
     * @return an append to one more stream
     * @throws IllegalArgumentException if an argument is missing, the list is empty, an event is {@code null}, or the
     *     stream is there already
     */
    public Append and(StreamId stream, Expected expected, List<? extends DomainEvent> events) {
        List<Part> more = new ArrayList<>(parts);
        more.add(part(stream, expected, events));
        Limits.onceOnly(stream, parts);
        return new Append(List.copyOf(more), id);
    }

    private static Part part(StreamId stream, Expected expected, List<? extends DomainEvent> events) {
        Limits.given(stream, "The stream of an append");
        Limits.events(stream, events);
        return new Part(stream, expected, List.copyOf(events));
    }

    /**
     * Makes it idempotent.
     *
     * @param unique the id of this intent, such as the id of the command or message that asks for it
     * @return the same append under this id
     * @throws IllegalArgumentException if it is missing
     */
    public Append id(UUID unique) {
        return new Append(parts, Limits.given(unique, "The id of an append"));
    }

    /**
     * The streams.
     *
     * @return in the order given, at least one
     */
    public List<Part> parts() {
        return parts;
    }

    /**
     * The id.
     *
     * @return as given, or empty
     */
    public Optional<UUID> id() {
        return Optional.ofNullable(id);
    }
}
