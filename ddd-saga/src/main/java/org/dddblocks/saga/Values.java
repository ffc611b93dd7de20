package org.dddblocks.saga;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.dddblocks.persistence.PayloadCodec;

/** Stores states and results by the codec, and simple values, which have no registered name, by their own text. */
final class Values {
    private static final String SIMPLE = "simple:";
    private static final int LONGEST = 1_048_576;
    private static final Map<String, Simple> SIMPLE_TYPES = simpleTypes();

    private final PayloadCodec codec;

    Values(PayloadCodec codec) {
        this.codec = codec;
    }

    Stored store(Object value) {
        Stored stored = encoded(value);
        Checks.that(
                stored.text().length() <= LONGEST && Checks.isStorable(stored.text()),
                "A value of type %s has %d characters; a state or result of a saga may have %d, without NUL and halves of"
                        + " surrogate pairs. Keep large content elsewhere, and its address in the saga.",
                stored.type(),
                stored.text().length(),
                LONGEST);
        return stored;
    }

    private Stored encoded(Object value) {
        for (Map.Entry<String, Simple> simple : SIMPLE_TYPES.entrySet()) {
            if (simple.getValue().type() == value.getClass()) {
                return new Stored(SIMPLE + simple.getKey(), 1, value.toString());
            }
        }
        Class<?> type = value.getClass();
        return new Stored(codec.typeName(type), codec.schemaVersion(type), codec.encode(value));
    }

    /** Names what cannot be read, for the one who restores it. */
    <T> T read(Stored stored, Class<T> type, Attention attention, String what) {
        try {
            return type.cast(read(stored));
        } catch (RuntimeException e) {
            String remedy = "%s cannot be read as %s schema version %d, and is kept as it is. Register that type and"
                    + " version with the codec and start the runner again. (%s)";
            throw new UnreadableException(
                    attention, remedy.formatted(what, stored.type(), stored.version(), Failures.describe(e)), e);
        }
    }

    private Object read(Stored stored) {
        if (!stored.type().startsWith(SIMPLE)) {
            return codec.decode(stored.type(), stored.version(), stored.text());
        }
        Simple simple = SIMPLE_TYPES.get(stored.type().substring(SIMPLE.length()));
        if (simple == null) {
            throw new IllegalStateException("No simple value is named " + stored.type() + ".");
        }
        return simple.read().apply(stored.text());
    }

    private static Map<String, Simple> simpleTypes() {
        Map<String, Simple> types = new LinkedHashMap<>();
        types.put("string", new Simple(String.class, text -> text));
        types.put("boolean", new Simple(Boolean.class, Boolean::valueOf));
        types.put("integer", new Simple(Integer.class, Integer::valueOf));
        types.put("long", new Simple(Long.class, Long::valueOf));
        types.put("decimal", new Simple(BigDecimal.class, BigDecimal::new));
        types.put("uuid", new Simple(UUID.class, UUID::fromString));
        types.put("instant", new Simple(Instant.class, Instant::parse));
        types.put("date", new Simple(LocalDate.class, LocalDate::parse));
        return Map.copyOf(types);
    }

    private record Simple(Class<?> type, Function<String, Object> read) {}
}
