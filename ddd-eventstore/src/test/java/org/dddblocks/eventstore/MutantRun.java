package org.dddblocks.eventstore;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the tests of a contract inside a test, without JUnit's launcher, which this module rightly does not read. */
final class MutantRun {
    private MutantRun() {}

    /**
     * The names of the tests that fail.
     *
     * @param contract makes the contract over something broken, anew for each test
     * @param leftOut tests that may meet the fault or not, as the machine likes
     */
    static Set<String> failing(Supplier<?> contract, String... leftOut) throws ReflectiveOperationException {
        Set<String> failing = new TreeSet<>();
        for (Method test : tests(contract.get())) {
            if (!List.of(leftOut).contains(test.getName()) && fails(contract.get(), test)) {
                failing.add(test.getName());
            }
        }
        return failing;
    }

    private static boolean fails(Object contract, Method test) throws ReflectiveOperationException {
        try {
            for (Method before : annotated(contract, BeforeEach.class)) {
                before.invoke(contract);
            }
            test.invoke(contract);
            return false;
        } catch (InvocationTargetException e) {
            return true;
        } finally {
            end(contract);
        }
    }

    /** The tests of this one, which is only asked for them and ended again. */
    private static List<Method> tests(Object contract) throws ReflectiveOperationException {
        end(contract);
        return annotated(contract, Test.class);
    }

    private static void end(Object contract) throws ReflectiveOperationException {
        for (Method after : annotated(contract, AfterEach.class)) {
            after.invoke(contract);
        }
    }

    private static List<Method> annotated(Object contract, Class<? extends Annotation> annotation) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type = contract.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(annotation)) {
                    found.add(method);
                }
            }
        }
        return found;
    }
}
