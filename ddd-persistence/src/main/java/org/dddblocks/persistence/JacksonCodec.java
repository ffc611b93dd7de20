package org.dddblocks.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Writes payloads as JSON with Jackson, under stable names.
 *
 * <p><b>Shape.</b> Records are objects of their components, and nothing else: no getters, no class names. A record around
 * one simple value, such as a typed id, is that value; a {@code StandardType} is its code, another enum its name;
 * {@code BigDecimal} is text with all its digits ({@code "10.00"}), times are ISO text, {@code Money} is
 * <code>{"amount":"12.30","currency":"GBP"}</code>. Missing and unknown properties, wrong kinds and trailing text are
 * refused when read. <b>Units.</b> At most 16 MiB of UTF-8 and 64 levels, unless set otherwise. <b>Threads.</b> Safe for
 * many threads.
 * <p>When built it checks that every registered type has a name and that Jackson can reach all it is made of, also on the
 * module path, where a closed package would otherwise fail in production only.
 * <pre>{@code
 * PayloadCodec codec = JacksonCodec.builder()
 *         .family(OrderEvent.class)
 *         .type(OrderWasPlaced.class, "ordering.order-was-placed")
 *         .build();
 * }</pre>
 */
public final class JacksonCodec implements PayloadCodec {
    private final TypeRegistry registry;
    private final CodecLimits limits;
    private final PayloadTransformer transformer;
    private final JsonMapper mapper;

    JacksonCodec(TypeRegistry registry, CodecLimits limits, PayloadTransformer transformer) {
        this.registry = registry;
        this.limits = limits;
        this.transformer = transformer;
        this.mapper = Json.mapper(registry.types(), limits);
        JsonReach.check(mapper, registry.types());
    }

    /**
     * Begins a codec.
     *
     * @return a builder that knows no types yet
     */
    public static JacksonCodecBuilder builder() {
        return new JacksonCodecBuilder();
    }

    @Override
    public String typeName(Class<?> type) {
        return registry.of(type).name();
    }

    @Override
    public int schemaVersion(Class<?> type) {
        return registry.of(type).schemaVersion();
    }

    @Override
    public boolean knows(String typeName) {
        return registry.find(typeName) != null;
    }

    @Override
    public String encode(Object payload) {
        String name = typeName(Arguments.given(payload, "The payload").getClass());
        String text = transformer.beforeWrite(name, payload, json(name, payload));
        limits.check(name, text);
        return text;
    }

    private String json(String name, Object payload) {
        try {
            return mapper.writeValueAsString(payload);
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            throw JsonFailure.writing(name, e);
        }
    }

    @Override
    public Object decode(String typeName, int schemaVersion, String payload) {
        RegisteredType registered = registered(typeName, schemaVersion);
        limits.check(typeName, payload);
        return object(registered, transformer.afterRead(typeName, payload));
    }

    private RegisteredType registered(String typeName, int schemaVersion) {
        RegisteredType registered = registry.find(typeName);
        if (registered == null) {
            throw new UnknownTypeException(
                    typeName,
                    schemaVersion,
                    "This code knows no type of that name: register it with JacksonCodec.builder().type(…), or run the"
                            + " version of the application that wrote it.");
        }
        if (registered.schemaVersion() != schemaVersion) {
            throw new UnknownTypeException(
                    typeName,
                    schemaVersion,
                    "This code reads schema version " + registered.schemaVersion()
                            + " of it only: run the version of the"
                            + " application that wrote it, or give the changed type a new name.");
        }
        return registered;
    }

    private Object object(RegisteredType registered, String json) {
        Object value;
        try {
            value = mapper.readValue(json, registered.type());
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            throw JsonFailure.reading(registered.name(), e);
        }
        if (value == null) {
            throw new PayloadException(
                    "The stored payload of a " + registered.name() + " is null; it must be a JSON object.");
        }
        return value;
    }
}
