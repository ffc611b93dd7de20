package org.dddblocks.core;

import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Finds the handler of an event's class; the first event of a class is looked up, later ones are found. */
final class Dispatch<S, E> extends ClassValue<BiFunction<S, E, S>> {
    private final Map<Class<?>, BiFunction<S, E, S>> handlers;
    private final String owner;

    Dispatch(Map<Class<?>, BiFunction<S, E, S>> handlers, String owner) {
        this.handlers = Map.copyOf(handlers);
        this.owner = owner;
    }

    BiFunction<S, E, S> handlerOf(Class<?> event) {
        return get(event);
    }

    @Override
    protected BiFunction<S, E, S> computeValue(Class<?> event) {
        for (Class<?> type = event; type != null; type = type.getSuperclass()) {
            BiFunction<S, E, S> handler = ofTypeOrItsInterfaces(type);
            if (handler != null) {
                return handler;
            }
        }
        throw new IllegalArgumentException("%s has no handler for %s; only events of its family can be applied."
                .formatted(owner, event.getName()));
    }

    private @Nullable BiFunction<S, E, S> ofTypeOrItsInterfaces(Class<?> type) {
        BiFunction<S, E, S> handler = handlers.get(type);
        Class<?>[] interfaces = type.getInterfaces();
        for (int i = 0; handler == null && i < interfaces.length; i++) {
            handler = ofTypeOrItsInterfaces(interfaces[i]);
        }
        return handler;
    }
}
