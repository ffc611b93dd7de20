package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.dddblocks.core.Invariant;
import org.jspecify.annotations.Nullable;

/** Finds the invariants of an object and checks them. */
final class Invariants {
    private Invariants() {}

    static void check(Object object, String when) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Invariant invariant = method.getAnnotation(Invariant.class);
                if (invariant != null && !holds(object, method)) {
                    fail("Invariant broken %s: %s (%s of %s)", when, invariant.value(), method.getName(), object);
                }
            }
        }
    }

    private static boolean holds(Object object, Method method) {
        if (method.getReturnType() != boolean.class || method.getParameterCount() > 0) {
            throw new IllegalStateException(
                    "%s is no invariant; @Invariant stands on a method without parameters that returns boolean."
                            .formatted(method));
        }
        try {
            method.setAccessible(true);
            return Boolean.TRUE.equals(method.invoke(object));
        } catch (InvocationTargetException e) {
            @Nullable Throwable cause = e.getCause();
            throw new IllegalStateException("The invariant %s failed instead of answering.".formatted(method), cause);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "The invariant %s cannot be called; open its package to org.dddblocks.testkit in module-info.java."
                            .formatted(method),
                    e);
        }
    }
}
