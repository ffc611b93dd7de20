package org.dddblocks.saga;

/**
 * An object as it is stored.
 *
 * @param type stable name of its type
 * @param version version of the text's shape
 * @param text JSON, or a simple value's own text
 */
record Stored(String type, int version, String text) {}
