package org.dddblocks.persistence;

import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;

/** The concrete types under a sealed one, at any depth. */
final class SealedFamily {
    private SealedFamily() {}

    static Set<Class<?>> of(Class<?> family) {
        if (!family.isSealed()) {
            throw new IllegalArgumentException(
                    family.getName() + " is not sealed, so its types cannot be listed. Seal it,"
                            + " or register each type with .type(…).");
        }
        Set<Class<?>> leaves = new LinkedHashSet<>();
        collect(family, leaves);
        return leaves;
    }

    private static void collect(Class<?> type, Set<Class<?>> leaves) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, leaves);
            }
        }
        if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
            leaves.add(type);
        } else if (!type.isSealed()) {
            throw new IllegalArgumentException(
                    type.getName() + " is a non-sealed part of a family, so its types cannot be"
                            + " listed. Seal it, or register each of its types with .type(…) instead of the family.");
        }
    }
}
