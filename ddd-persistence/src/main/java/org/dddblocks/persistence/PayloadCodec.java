package org.dddblocks.persistence;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dddblocks.core.CodeFingerprint;

/**
 * Turns events, commands and messages into text and back, under stable names.
 *
 * <p><b>Promise.</b> What was written is read back equal, and stores keep the text byte for byte. No exception and no
 * log line quotes a payload. <b>Threads.</b> One instance serves many threads.
 * <pre>{@code
 * String payload = codec.encode(placed);
 * Object event = codec.decode(codec.typeName(OrderPlaced.class), 1, payload);
 * }</pre>
 */
public interface PayloadCodec extends TypeNames {
    /**
     * Writes an object of a registered type.
     *
     * @param payload the object
     * @return its text
     * @throws IllegalArgumentException if its class is not registered, with the line to add
     * @throws PayloadException if it cannot be written or is too large
     */
    String encode(Object payload);

    /**
     * Reads an object.
     *
     * @param typeName as stored beside the payload
     * @param schemaVersion as stored beside the payload
     * @param payload the text
     * @return the object
     * @throws UnknownTypeException if no type of that name and version is registered
     * @throws PayloadException if the text cannot be read
     */
    Object decode(String typeName, int schemaVersion, String payload);

    /**
     * Reads what a stored event has become: one object, or as many as upcasters make of it.
     *
     * @param typeName as stored beside the payload
     * @param schemaVersion as stored beside the payload
     * @param payload the text
     * @return the objects in order; empty if it is of no interest any more
     * @throws UnknownTypeException if no type of that name and version is registered, and no upcaster from there
     * @throws PayloadException if the text cannot be read
     */
    default List<Object> decodeAll(String typeName, int schemaVersion, String payload) {
        return List.of(decode(typeName, schemaVersion, payload));
    }

    /**
     * A codec with the same settings that knows one other type only; for stores that keep texts of their own, such as
     * snapshots.
     *
     * @param type a record
     * @param name its stored name
     * @param schemaVersion its version, from 1
     * @return the codec
     * @throws IllegalArgumentException if the type cannot be written and read
     */
    PayloadCodec only(Class<?> type, String name, int schemaVersion);

    /**
     * Says on what it depends how stored texts become objects of some types, so that what was made of them is not used
     * by other code.
     *
     * @param print where to add names, schema versions and upcasters
     * @param types registered ones
     */
    default void addTo(CodeFingerprint print, Collection<? extends Class<?>> types) {
        types.stream()
                .map(type -> typeName(type) + " v" + schemaVersion(type))
                .sorted()
                .forEach(print::text);
    }

    /**
     * The names under which there may be texts that become objects of some types, so that a reader of only these need
     * not decode the others.
     *
     * @param types registered classes, or interfaces of them
     * @return stored names, at least one for each type
     * @throws IllegalArgumentException if no registered class is of one of the types
     */
    default Set<String> storedNames(Collection<? extends Class<?>> types) {
        return types.stream().map(this::typeName).collect(Collectors.toSet());
    }

    /**
     * Whether a stored name can be read.
     *
     * @param typeName as stored
     * @return true if a type is registered under it, or there is an upcaster from it
     */
    boolean knows(String typeName);
}
