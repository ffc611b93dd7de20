package org.dddblocks.eventstore;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.persistence.PayloadCodec;

/** Counts the events that a store read on the thread of the test. */
final class CountingCodec implements PayloadCodec {
    private final Thread counted = Thread.currentThread();
    private final PayloadCodec codec;
    private final AtomicLong decoded = new AtomicLong();

    CountingCodec(PayloadCodec codec) {
        this.codec = codec;
    }

    private void count() {
        if (Thread.currentThread() == counted) {
            decoded.incrementAndGet();
        }
    }

    long decoded() {
        return decoded.getAndSet(0);
    }

    @Override
    public String encode(Object payload) {
        return codec.encode(payload);
    }

    @Override
    public Object decode(String typeName, int schemaVersion, String payload) {
        count();
        return codec.decode(typeName, schemaVersion, payload);
    }

    @Override
    public List<Object> decodeAll(String typeName, int schemaVersion, String payload) {
        count();
        return codec.decodeAll(typeName, schemaVersion, payload);
    }

    /** Of snapshots, which are not counted. */
    @Override
    public PayloadCodec only(Class<?> type, String name, int schemaVersion) {
        return codec.only(type, name, schemaVersion);
    }

    @Override
    public void addTo(CodeFingerprint print, Collection<? extends Class<?>> types) {
        codec.addTo(print, types);
    }

    @Override
    public boolean knows(String typeName) {
        return codec.knows(typeName);
    }

    @Override
    public String typeName(Class<?> type) {
        return codec.typeName(type);
    }

    @Override
    public int schemaVersion(Class<?> type) {
        return codec.schemaVersion(type);
    }
}
