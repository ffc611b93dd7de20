package org.dddblocks.persistence;

/**
 * Stable names of stored types, which stay when a class is renamed or moved.
 *
 * <p><b>Threads.</b> Implementations serve many threads.
 */
public interface TypeNames {
    /**
     * The stable name of a type.
     *
     * @param type of an event, command or message
     * @return its name
     * @throws IllegalArgumentException if it has none, with the line to add
     */
    String typeName(Class<?> type);

    /**
     * The version of the shape that this code writes.
     *
     * @param type of an event, command or message
     * @return 1 or more
     * @throws IllegalArgumentException if the type has no name, with the line to add
     */
    int schemaVersion(Class<?> type);

    /**
     * Names from jMolecules' {@code @DomainEvent(namespace = "…", name = "…")} alone, all of schema version 1.
     *
     * @return names for types that carry the annotation
     */
    static TypeNames annotated() {
        return AnnotatedNames.INSTANCE;
    }
}
