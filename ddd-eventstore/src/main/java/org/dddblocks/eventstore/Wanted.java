package org.dddblocks.eventstore;

import java.util.Set;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.persistence.PayloadCodec;
import org.jspecify.annotations.Nullable;

/** Which events a reader of the feed is interested in; the others are not decoded. */
final class Wanted {
    static final Wanted ALL = new Wanted(null, Set.of());

    private final @Nullable Set<String> names;
    private final Set<Class<? extends DomainEvent>> types;

    private Wanted(@Nullable Set<String> names, Set<Class<? extends DomainEvent>> types) {
        this.names = names;
        this.types = types;
    }

    static Wanted of(Set<Class<? extends DomainEvent>> types, PayloadCodec codec) {
        return new Wanted(codec.storedNames(types), types);
    }

    /** Whether what is stored under this name may become a wanted event. */
    boolean mayBe(String storedName) {
        return names == null || names.contains(storedName);
    }

    boolean is(DomainEvent event) {
        return names == null || types.stream().anyMatch(type -> type.isInstance(event));
    }
}
