package org.dddblocks.persistence;

/** A type with its stable name and the version of the shape this code writes. */
record RegisteredType(Class<?> type, String name, int schemaVersion) {
    private static final String NAME = "[A-Za-z][A-Za-z0-9._-]{0,99}";

    RegisteredType {
        Arguments.check(
                name.matches(NAME), "The name of " + type.getName(), name, "a letter, then letters, digits, . _ -");
        Arguments.check(schemaVersion >= 1, "The schema version of " + name, schemaVersion, "1 or more");
    }
}
