package org.dddblocks.persistence;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dddblocks.core.CodeFingerprint;
import org.jspecify.annotations.Nullable;

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
    private final Upcasters upcasters;
    private final JsonMapper mapper;
    /** A reader has found its deserializer already; a mapper looks for it each time. */
    private final Map<String, ObjectReader> readers = new HashMap<>();

    JacksonCodec(TypeRegistry registry, List<Upcaster> upcasters, CodecLimits limits, PayloadTransformer transformer) {
        this.registry = registry;
        this.upcasters = new Upcasters(upcasters, registry);
        this.limits = limits;
        this.transformer = transformer;
        this.mapper = Json.mapper(registry.types(), limits);
        JsonReach.check(mapper, registry.types());
        registry.types().forEach(type -> readers.put(typeName(type), mapper.readerFor(type)));
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
    public Set<String> storedNames(Collection<? extends Class<?>> types) {
        Set<String> names = new HashSet<>();
        types.forEach(type -> names.addAll(registry.namesOf(type)));
        names.addAll(upcasters.leadingTo(Set.copyOf(names)));
        return names;
    }

    @Override
    public boolean knows(String typeName) {
        return registry.find(typeName) != null || upcasters.from(typeName);
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
        List<Object> objects = decodeAll(typeName, schemaVersion, payload);
        if (objects.size() != 1) {
            throw new PayloadException(
                    "Upcasters make " + objects.size() + " objects of a stored " + typeName + " (schema version "
                            + schemaVersion + "), but one is wanted here. Let a message become one message.");
        }
        return objects.get(0);
    }

    @Override
    public List<Object> decodeAll(String typeName, int schemaVersion, String payload) {
        RegisteredType registered = registry.find(typeName);
        boolean current = registered != null && registered.schemaVersion() == schemaVersion;
        Upcaster upcaster = current ? null : upcasters.find(typeName, schemaVersion);
        if (!current && upcaster == null) {
            throw unknown(typeName, schemaVersion, registered);
        }
        limits.checkStored(typeName, payload);
        String json = transformer.afterRead(typeName, payload);
        return registered != null && upcaster == null
                ? List.of(object(registered, json))
                : upcast(requireNonNull(upcaster), typeName, json);
    }

    private static UnknownTypeException unknown(
            String typeName, int schemaVersion, @Nullable RegisteredType registered) {
        String known = registered == null
                ? "This code knows no type of that name: register it with JacksonCodec.builder().type(…), or run the"
                        + " version of the application that wrote it."
                : "This code reads schema version " + registered.schemaVersion() + " of it, and has no upcaster from "
                        + schemaVersion + ": add one with JacksonCodec.builder().upcaster(…), run the version of the"
                        + " application that wrote it, or give the changed type a new name.";
        return new UnknownTypeException(typeName, schemaVersion, known);
    }

    private Object object(RegisteredType registered, String json) {
        try {
            return given(
                    registered, requireNonNull(readers.get(registered.name())).readValue(json));
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            throw failure(registered.name(), e);
        }
    }

    private static Object given(RegisteredType registered, @Nullable Object value) {
        if (value == null) {
            throw new PayloadException(
                    "The stored payload of a " + registered.name() + " is null; it must be a JSON object.");
        }
        return value;
    }

    private static PayloadException failure(String typeName, Throwable e) {
        return e instanceof PayloadException known ? known : JsonFailure.reading(typeName, e);
    }

    private List<Object> upcast(Upcaster upcaster, String typeName, String json) {
        try {
            JsonNode tree = mapper.readTree(json);
            if (!(tree instanceof ObjectNode stored)) {
                throw new PayloadException(
                        "The stored payload of a " + typeName + " is no JSON object, so it cannot be upcast.");
            }
            List<Object> objects = new ArrayList<>();
            for (Upcasters.Shaped shaped : upcasters.apply(upcaster, stored)) {
                objects.add(given(
                        shaped.type(),
                        mapper.treeToValue(shaped.json(), shaped.type().type())));
            }
            return objects;
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            throw failure(typeName, e);
        }
    }

    @Override
    public PayloadCodec only(Class<?> type, String name, int schemaVersion) {
        TypeRegistry alone = new TypeRegistry(List.of(new RegisteredType(type, name, schemaVersion)), Set.of());
        return new JacksonCodec(alone, List.of(), limits, transformer);
    }

    @Override
    public void addTo(CodeFingerprint print, Collection<? extends Class<?>> types) {
        PayloadCodec.super.addTo(print, types);
        upcasters.addTo(print, types.stream().map(this::typeName).collect(Collectors.toSet()));
    }
}
