package org.dddblocks.persistence;

/** Counts bytes without making them. */
final class Utf8 {
    /** Of one char. */
    static final int MOST_BYTES = 3;

    private Utf8() {}

    /** Half a surrogate pair has no UTF-8 form: a database would store a question mark, so it is refused. */
    static long bytes(String typeName, String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new PayloadException(
                        "The payload of a " + typeName + " holds half of a surrogate pair at character " + i
                                + ", which no database can keep. Cut texts between code points, not between chars.");
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }
}
