package org.dddblocks.persistence;

/**
 * Stored data is of a type, or of a version of it, that this code does not know; it must be kept, not dropped.
 *
 * <p>Register the type with the codec under the stored name, or deploy the code that knows it, and read again.
 */
public final class UnknownTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String typeName;
    private final int schemaVersion;

    /**
     * Names what is unknown.
     *
     * @param typeName as stored
     * @param schemaVersion as stored
     * @param known what this code knows instead, as a sentence
     */
    public UnknownTypeException(String typeName, int schemaVersion, String known) {
        super("Stored data is of type " + typeName + ", schema version " + schemaVersion + ". " + known);
        this.typeName = typeName;
        this.schemaVersion = schemaVersion;
    }

    /**
     * The stored name.
     *
     * @return the name
     */
    public String typeName() {
        return typeName;
    }

    /**
     * The stored version.
     *
     * @return the version
     */
    public int schemaVersion() {
        return schemaVersion;
    }
}
