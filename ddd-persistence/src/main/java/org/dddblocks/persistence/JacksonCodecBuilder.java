package org.dddblocks.persistence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the types of a {@link JacksonCodec}; everything is checked by {@link #build}.
 *
 * <p><b>Threads.</b> For one thread; what {@link #build} returns serves many.
 */
public final class JacksonCodecBuilder {
    private final List<RegisteredType> named = new ArrayList<>();
    private final Set<Class<?>> annotated = new LinkedHashSet<>();
    private final List<Upcaster> upcasters = new ArrayList<>();
    private int maxBytes = CodecLimits.DEFAULT.maxBytes();
    private int maxDepth = CodecLimits.DEFAULT.maxDepth();
    private PayloadTransformer transformer = PayloadTransformer.none();

    JacksonCodecBuilder() {}

    /**
     * Registers all concrete types under a sealed one, at any depth, each under the name in its {@code @DomainEvent}, or
     * under the one given to it by {@link #type(Class, String)}.
     *
     * @param family a sealed interface or class
     * @return this
     * @throws IllegalArgumentException if it is not sealed, or a part of it is not
     */
    public JacksonCodecBuilder family(Class<?> family) {
        annotated.addAll(
                SealedFamily.of(Arguments.given(family, "The sealed type given to JacksonCodecBuilder.family")));
        return this;
    }

    /**
     * Registers a type under the name in its {@code @DomainEvent(namespace, name)}, as schema version 1.
     *
     * @param type a record, or another class that Jackson reads and writes
     * @return this
     */
    public JacksonCodecBuilder type(Class<?> type) {
        annotated.add(Arguments.given(type, "The type given to JacksonCodecBuilder.type"));
        return this;
    }

    /**
     * Registers a type under a name, as schema version 1.
     *
     * @param type a record, or another class that Jackson reads and writes
     * @param name a letter, then letters, digits, {@code . _ -}, at most 100; it is stored, so it stays for ever
     * @return this
     * @throws IllegalArgumentException for another name
     */
    public JacksonCodecBuilder type(Class<?> type, String name) {
        return type(type, name, 1);
    }

    /**
     * Registers a type under a name and a version of its shape.
     *
     * @param type a record, or another class that Jackson reads and writes
     * @param name a letter, then letters, digits, {@code . _ -}, at most 100
     * @param schemaVersion 1 or more
     * @return this
     * @throws IllegalArgumentException for another name or version
     */
    public JacksonCodecBuilder type(Class<?> type, String name, int schemaVersion) {
        Arguments.given(type, "The type given to JacksonCodecBuilder.type");
        Arguments.given(name, "The name given to JacksonCodecBuilder.type for " + type.getName());
        named.add(new RegisteredType(type, name, schemaVersion));
        return this;
    }

    /**
     * Reads what older code stored under another name or version.
     *
     * @param upcasters any number; chains of them must end in registered types
     * @return this
     */
    public JacksonCodecBuilder upcaster(Upcaster... upcasters) {
        this.upcasters.addAll(List.of(upcasters));
        return this;
    }

    /**
     * Limits the size of a payload.
     *
     * @param bytes of UTF-8, at least 2; default 16 MiB
     * @return this
     */
    public JacksonCodecBuilder maxBytes(int bytes) {
        this.maxBytes = bytes;
        return this;
    }

    /**
     * Limits how deep a payload may be nested.
     *
     * @param levels of objects and arrays, 1 to 500; default 64
     * @return this
     */
    public JacksonCodecBuilder maxDepth(int levels) {
        this.maxDepth = levels;
        return this;
    }

    /**
     * Changes texts on their way to and from the database.
     *
     * @param change such as an encryption; default none
     * @return this
     */
    public JacksonCodecBuilder transformer(PayloadTransformer change) {
        this.transformer = change;
        return this;
    }

    /**
     * Checks every type and builds the codec.
     *
     * @return the codec
     * @throws IllegalArgumentException naming every type without a name, with the line to add; every name given twice;
     *     every type that Jackson cannot reach, with the line for {@code module-info.java}; upcasters that lead nowhere or
     *     in a circle, or leave a version out; or a wrong limit
     */
    public JacksonCodec build() {
        CodecLimits limits = new CodecLimits(maxBytes, maxDepth);
        return new JacksonCodec(new TypeRegistry(named, annotated), upcasters, limits, transformer);
    }
}
