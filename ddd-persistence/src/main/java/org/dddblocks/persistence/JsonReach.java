package org.dddblocks.persistence;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.impl.UnsupportedTypeSerializer;
import java.io.IOException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks all that a registered type is made of and finds, when the codec is built, what Jackson could not write or read
 * later: packages closed to it, interfaces without a known type, types it does not know.
 */
final class JsonReach {
    private static final Module JACKSON = ObjectMapper.class.getModule();

    private final JsonMapper mapper;
    private final Set<Type> seen = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private JsonReach(JsonMapper mapper) {
        this.mapper = mapper;
    }

    static void check(JsonMapper mapper, Collection<Class<?>> types) {
        JsonReach reach = new JsonReach(mapper);
        types.forEach(type -> reach.walk(type, type.getSimpleName()));
        if (!reach.problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "Jackson cannot write and read all registered types:\n  " + String.join("\n  ", reach.problems));
        }
    }

    private void walk(Type type, String where) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            walk(generic.getRawType(), where);
            for (Type argument : generic.getActualTypeArguments()) {
                walk(argument, where);
            }
        } else if (type instanceof GenericArrayType array) {
            walk(array.getGenericComponentType(), where);
        } else if (type instanceof Class<?> plain) {
            walkClass(plain, where);
        } else {
            problems.add(where + " is of the variable type " + type + ". Use a concrete type.");
        }
    }

    private void walkClass(Class<?> type, String where) {
        if (type.isArray()) {
            walk(type.getComponentType(), where);
        } else if (isContainer(type)) {
            return;
        } else if (isOpenEnded(type)) {
            problems.add(
                    where + " is of the type " + type.getName() + ", which does not say what to read. Use a record or"
                            + " an enum, or put Jackson's @JsonTypeInfo with explicit names on it.");
        } else if (opened(type, where)) {
            walkParts(type, where);
        }
    }

    /** Parts first: what Jackson says of a whole is vaguer than what is said of the part at fault. */
    private void walkParts(Class<?> type, String where) {
        int before = problems.size();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                walk(component.getGenericType(), type.getSimpleName() + "." + component.getName());
            }
        }
        if (problems.size() == before) {
            checkKnown(type, where);
        }
    }

    private static boolean isContainer(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    private static boolean isOpenEnded(Class<?> type) {
        boolean isAbstract = type.isInterface() || Modifier.isAbstract(type.getModifiers());
        return type.equals(Object.class)
                || (isAbstract
                        && !type.isPrimitive()
                        && !type.isEnum()
                        && !type.isAnnotationPresent(JsonTypeInfo.class));
    }

    private boolean opened(Class<?> type, String where) {
        String name = type.getPackageName();
        Module module = type.getModule();
        boolean visible = module.isExported(name, JACKSON) && Modifier.isPublic(type.getModifiers());
        if (visible || module.isOpen(name, JACKSON)) {
            return true;
        }
        problems.add(where + ": " + type.getName() + " is hidden from Jackson. Add to the module-info of "
                + module.getName() + ":  opens " + name + " to " + JACKSON.getName() + ";");
        return false;
    }

    /** Jackson says what it lacks when a reader or writer is made; texts of this kind quote types, never values. */
    private void checkKnown(Class<?> type, String where) {
        try {
            JsonSerializer<Object> writer =
                    mapper.getSerializerProviderInstance().findValueSerializer(type);
            if (writer instanceof UnsupportedTypeSerializer) {
                problems.add(
                        where + " is of the type " + type.getName() + ", for which Jackson alone has no form. Use a"
                                + " nullable component instead of an Optional, and Instant, LocalDate or OffsetDateTime for times.");
                return;
            }
            DeserializationConfig config = mapper.getDeserializationConfig();
            try (JsonParser nothing = mapper.createParser("{}")) {
                ((DefaultDeserializationContext) mapper.getDeserializationContext())
                        .createInstance(config, nothing, mapper.getInjectableValues())
                        .findRootValueDeserializer(mapper.constructType(type));
            }
        } catch (IOException | RuntimeException e) {
            problems.add(where + ": " + type.getName() + ": " + e.getMessage());
        }
    }
}
