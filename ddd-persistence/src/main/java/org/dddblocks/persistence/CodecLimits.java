package org.dddblocks.persistence;

/** How large and how deep a payload may be; protects the process from data that was not made by it. */
record CodecLimits(int maxBytes, int maxDepth) {
    static final CodecLimits DEFAULT = new CodecLimits(16 * 1024 * 1024, 64);

    CodecLimits {
        Arguments.check(maxBytes >= 2, "JacksonCodec.maxBytes", maxBytes, "at least 2");
        Arguments.check(maxDepth >= 1 && maxDepth <= 500, "JacksonCodec.maxDepth", maxDepth, "1 to 500");
    }

    /** What a database has kept is well-formed, so it need not be looked through when its length tells enough. */
    void checkStored(String typeName, String text) {
        if (text.length() > maxBytes / Utf8.MOST_BYTES) {
            check(typeName, text);
        }
    }

    void check(String typeName, String text) {
        long bytes = text.length() > maxBytes ? text.length() : Utf8.bytes(typeName, text);
        if (bytes > maxBytes) {
            throw new PayloadException("The payload of a " + typeName + " has at least " + bytes + " bytes; at most "
                    + maxBytes + " are allowed. Store large data elsewhere and refer to it, or raise"
                    + " JacksonCodec.builder().maxBytes(…).");
        }
    }
}
