package org.dddblocks.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codes of a standard type, checked once per enum. */
final class StandardCodes extends ClassValue<Map<String, Object>> {
    private static final StandardCodes CODES = new StandardCodes();

    private StandardCodes() {}

    static Map<String, Object> of(Class<?> type) {
        return CODES.get(type);
    }

    @Override
    protected Map<String, Object> computeValue(Class<?> type) {
        Map<String, Object> codes = new LinkedHashMap<>();
        @Nullable Object @Nullable [] constants = type.getEnumConstants();
        for (Object constant : Texts.given(constants, "The list of constants of " + type.getName())) {
            add(codes, (StandardType) Texts.given(constant, "A constant of " + type.getName()), type);
        }
        return Collections.unmodifiableMap(codes);
    }

    private static void add(Map<String, Object> codes, StandardType value, Class<?> type) {
        String code = value.code();
        if (code == null || code.isBlank()) {
            throw new IllegalStateException(
                    "%s.%s has no code; give it one that never changes.".formatted(type.getSimpleName(), value));
        }
        Object other = codes.putIfAbsent(code, value);
        if (other != null) {
            throw new IllegalStateException("%s.%s and %s.%s share the code %s; give each its own."
                    .formatted(type.getSimpleName(), other, type.getSimpleName(), value, code));
        }
    }
}
