package org.dddblocks.persistence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which type is stored under which name; one to one. */
final class TypeRegistry {
    private final Map<Class<?>, RegisteredType> byType = new HashMap<>();
    private final Map<String, RegisteredType> byName = new HashMap<>();

    /** Explicit registrations win over the annotation, so that a name can be given to a type one cannot change. */
    TypeRegistry(Collection<RegisteredType> explicit, Set<Class<?>> annotated) {
        explicit.forEach(this::add);
        List<String> unnamed = new ArrayList<>();
        for (Class<?> type : new LinkedHashSet<>(annotated)) {
            if (!byType.containsKey(type)) {
                AnnotatedNames.nameOf(type)
                        .ifPresentOrElse(name -> add(new RegisteredType(type, name, 1)), () -> unnamed.add(help(type)));
            }
        }
        if (!unnamed.isEmpty()) {
            throw new IllegalArgumentException(
                    "These types have no stable name, and class names are never stored, since a"
                            + " renamed class could not be read again. Add the line to each:"
                            + String.join("", unnamed));
        }
    }

    private static String help(Class<?> type) {
        return "\n  " + type.getName() + ": " + AnnotatedNames.line(type) + "\n    or here: .type("
                + type.getSimpleName() + ".class, \"…\")";
    }

    private void add(RegisteredType type) {
        RegisteredType sameType = byType.putIfAbsent(type.type(), type);
        RegisteredType sameName = byName.putIfAbsent(type.name(), type);
        if (sameType != null && !sameType.equals(type)) {
            throw new IllegalArgumentException(type.type().getName() + " is registered as " + sameType.name() + " v"
                    + sameType.schemaVersion() + " and as " + type.name() + " v" + type.schemaVersion()
                    + ". Keep one: a type has one name.");
        }
        if (sameName != null && !sameName.type().equals(type.type())) {
            throw new IllegalArgumentException("The name " + type.name() + " is taken by "
                    + sameName.type().getName() + " and wanted by "
                    + type.type().getName() + ". Give one of them another name.");
        }
    }

    Set<Class<?>> types() {
        return byType.keySet();
    }

    @Nullable
    RegisteredType find(String name) {
        return byName.get(name);
    }

    /** Of the type itself, or of all registered classes that are of this interface or superclass. */
    Set<String> namesOf(Class<?> type) {
        Set<String> names = new TreeSet<>();
        byType.values().stream()
                .filter(registered -> type.isAssignableFrom(registered.type()))
                .forEach(registered -> names.add(registered.name()));
        return names.isEmpty() ? Set.of(of(type).name()) : names;
    }

    RegisteredType of(Class<?> type) {
        RegisteredType found = byType.get(type);
        if (found == null) {
            throw new IllegalArgumentException(type.getName() + " is not registered with this codec. Add .type("
                    + type.getSimpleName()
                    + ".class) or its sealed .family(…) where the codec is built; registered are "
                    + new TreeSet<>(byName.keySet()) + ".");
        }
        return found;
    }
}
