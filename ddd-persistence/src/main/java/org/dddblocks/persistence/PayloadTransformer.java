package org.dddblocks.persistence;

/**
 * Changes the text of payloads on their way to and from the database, for instance encrypts what is personal with a key
 * per subject, so that erasing the key erases the data.
 *
 * <p><b>Shape.</b> {@code afterRead(name, beforeWrite(name, object, json))} is {@code json}. What is needed to read, such as
 * the key's id, must be part of the text. <b>Threads.</b> Called by many threads.
 */
public interface PayloadTransformer {
    /**
     * Changes a text that is about to be stored.
     *
     * @param typeName the payload's stable name
     * @param payload the object itself, to find out whose data it is
     * @param json its text
     * @return what to store
     */
    String beforeWrite(String typeName, Object payload, String json);

    /**
     * Changes a stored text back.
     *
     * @param typeName the payload's stable name
     * @param stored what {@link #beforeWrite} returned
     * @return the JSON text
     */
    String afterRead(String typeName, String stored);

    /**
     * Leaves every text as it is.
     *
     * @return the transformer that does nothing
     */
    static PayloadTransformer none() {
        return new PayloadTransformer() {
            @Override
            public String beforeWrite(String typeName, Object payload, String json) {
                return json;
            }

            @Override
            public String afterRead(String typeName, String stored) {
                return stored;
            }
        };
    }
}
