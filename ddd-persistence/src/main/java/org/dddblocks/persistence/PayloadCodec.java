package org.dddblocks.persistence;

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
     * Whether a stored name can be read.
     *
     * @param typeName as stored
     * @return true if a type is registered under it
     */
    boolean knows(String typeName);
}
