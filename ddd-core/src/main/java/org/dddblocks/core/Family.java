package org.dddblocks.core;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The events that a sealed type permits, at any depth. */
final class Family<E> {
    private final Class<E> root;
    private final Set<Class<? extends E>> events = new LinkedHashSet<>();

    Family(Class<E> root) {
        this.root = Texts.given(root, "The class of the events");
        if (!isClosed(root)) {
            throw new IllegalArgumentException(
                    "%s is open: nobody can list its events. Declare it sealed: sealed interface %s extends DomainEvent."
                            .formatted(root.getName(), root.getSimpleName()));
        }
        collect(root);
    }

    private static boolean isClosed(Class<?> type) {
        return type.isSealed() || Modifier.isFinal(type.getModifiers());
    }

    private void collect(Class<? extends E> type) {
        boolean opensUp = type.isSealed() && !type.isEnum();
        if (!opensUp || isConcrete(type)) {
            events.add(type);
        }
        if (opensUp) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted.asSubclass(root));
            }
        }
    }

    private static boolean isConcrete(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers());
    }

    Set<Class<? extends E>> events() {
        return Collections.unmodifiableSet(events);
    }

    void refuseForeign(Class<?> event, String owner) {
        Texts.given(event, "The event's class of a handler in " + owner);
        if (!events.contains(event)) {
            String why = event.isAssignableFrom(root) || events.stream().anyMatch(event::isAssignableFrom)
                    ? "it is not one event but several: give each its own handler"
                    : "it is not one of the events of " + root.getSimpleName();
            throw new IllegalArgumentException("%s cannot handle %s; %s. Its events are %s."
                    .formatted(owner, inSource(event), why, names(events)));
        }
    }

    void refuseMissing(Collection<Class<?>> handled, String owner, String stateName) {
        List<Class<? extends E>> missing =
                events.stream().filter(event -> !handled.contains(event)).toList();
        if (!missing.isEmpty()) {
            String lines = missing.stream()
                    .map(event -> "%n    .on(%s.class, (%s, e) -> …)".formatted(inSource(event), stateName))
                    .collect(Collectors.joining());
            throw new IllegalStateException("%s lacks a handler for %d of the %d events of %s. Add before build():%s"
                    .formatted(owner, missing.size(), events.size(), root.getSimpleName(), lines));
        }
    }

    private static String names(Collection<? extends Class<?>> types) {
        return types.stream().map(Family::inSource).collect(Collectors.joining(", "));
    }

    /** The name as a source file of another package writes it after importing the outermost class. */
    static String inSource(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return type.isMemberClass() && outer != null
                ? inSource(outer) + "." + type.getSimpleName()
                : type.getSimpleName();
    }
}
