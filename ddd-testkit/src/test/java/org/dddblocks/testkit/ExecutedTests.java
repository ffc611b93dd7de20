package org.dddblocks.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts what was really executed in this JVM, for each class. */
final class ExecutedTests implements TestWatcher {
    private static final Map<Class<?>, AtomicInteger> EXECUTED = new ConcurrentHashMap<>();
    private static final Map<Class<?>, AtomicInteger> SKIPPED = new ConcurrentHashMap<>();

    static int executed(Class<?> type) {
        return EXECUTED.getOrDefault(type, new AtomicInteger()).get();
    }

    static int skipped(Class<?> type) {
        return SKIPPED.getOrDefault(type, new AtomicInteger()).get();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        count(EXECUTED, context);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        count(EXECUTED, context);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        count(SKIPPED, context);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        count(SKIPPED, context);
    }

    private static void count(Map<Class<?>, AtomicInteger> counts, ExtensionContext context) {
        counts.computeIfAbsent(context.getRequiredTestClass(), any -> new AtomicInteger())
                .incrementAndGet();
    }
}
