package org.dddblocks.outbox;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Which part of the keys a key belongs to: the same on all nodes and for ever, since it is stored with each row. */
final class Buckets {
    /** As many as the schema has rows for; so many relays can share the work at most. */
    static final int COUNT = 64;

    private Buckets() {}

    static int of(MessageKey key) {
        CRC32 sum = new CRC32();
        sum.update(key.type().getBytes(StandardCharsets.UTF_8));
        sum.update(0); // neither name contains it, so that (a, bc) and (ab, c) are different texts
        sum.update(key.id().getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % COUNT);
    }
}
