package org.dddblocks.core;

import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of an event's class. Classes that a handler was given for stand in an open table, found by their
 * identity hash; a subclass of one, such as an enum constant with a body, is looked up once and then remembered.
 */
final class Dispatch<S, E> extends ClassValue<BiFunction<S, E, S>> {
    private final Map<Class<?>, BiFunction<S, E, S>> handlers;
    private final String owner;
    private final @Nullable Class<?>[] classes;
    private final @Nullable BiFunction<S, E, S>[] table;

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
    Dispatch(Map<Class<?>, BiFunction<S, E, S>> handlers, String owner) {
        this.handlers = Map.copyOf(handlers);
        this.owner = owner;
        int size = Integer.highestOneBit(Math.max(1, handlers.size())) * 8; // sparse, so that a search ends soon
        this.classes = new Class<?>[size];
        this.table = new BiFunction[size];
        handlers.forEach(this::put);
    }

    private void put(Class<?> type, BiFunction<S, E, S> handler) {
        int place = type.hashCode() & (classes.length - 1);
        while (classes[place] != null) {
            place = (place + 1) & (classes.length - 1);
        }
        classes[place] = type;
        table[place] = handler;
    }

    BiFunction<S, E, S> handlerOf(Class<?> event) {
        int place = event.hashCode() & (classes.length - 1);
        for (Class<?> type = classes[place]; type != null; type = classes[place]) {
            BiFunction<S, E, S> handler = table[place];
            if (type == event && handler != null) {
                return handler;
            }
            place = (place + 1) & (classes.length - 1);
        }
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
