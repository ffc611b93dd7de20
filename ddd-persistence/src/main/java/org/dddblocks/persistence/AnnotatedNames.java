package org.dddblocks.persistence;

import java.util.Optional;
import org.jmolecules.event.annotation.DomainEvent;

/** Names that types carry themselves: {@code namespace.name}. */
final class AnnotatedNames implements TypeNames {
    static final AnnotatedNames INSTANCE = new AnnotatedNames();

    private AnnotatedNames() {}

    static Optional<String> nameOf(Class<?> type) {
        DomainEvent annotation = type.getAnnotation(DomainEvent.class);
        if (annotation == null || annotation.name().isBlank()) {
            return Optional.empty();
        }
        String namespace = annotation.namespace();
        return Optional.of(namespace.isBlank() ? annotation.name() : namespace + "." + annotation.name());
    }

    /** The line that gives a type a name. */
    static String line(Class<?> type) {
        return "@DomainEvent(namespace = \"" + lastOf(type.getPackageName()) + "\", name = \"" + type.getSimpleName()
                + "\") // org.jmolecules.event.annotation.DomainEvent";
    }

    private static String lastOf(String packageName) {
        String[] parts = packageName.split("\\.");
        boolean layer = parts.length > 1 && parts[parts.length - 1].matches("model|api|domain|events?|messages?");
        return parts[parts.length - (layer ? 2 : 1)];
    }

    @Override
    public String typeName(Class<?> type) {
        return nameOf(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        type.getName() + " has no stable name. Put this line on it: " + line(type)));
    }

    @Override
    public int schemaVersion(Class<?> type) {
        typeName(type);
        return 1;
    }
}
