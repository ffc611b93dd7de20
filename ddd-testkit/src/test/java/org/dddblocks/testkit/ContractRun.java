package org.dddblocks.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract inside a test and tells how each of its tests ended. */
public final class ContractRun implements TestExecutionListener {
    private final Map<String, String> ends = new TreeMap<>();
    private final Map<String, Throwable> failures = new TreeMap<>();

    private ContractRun() {}

    /** The tests of a class by name, each with SUCCESSFUL, FAILED, ABORTED or SKIPPED. */
    public static Map<String, String> of(Class<?> contract) {
        return of(selectClass(contract)).ends;
    }

    /** How one test of a class ended. */
    public static Map<String, String> of(Class<?> contract, String test) {
        return of(selectMethod(contract, test)).ends;
    }

    /** What one test of a class failed with; empty if it did not fail. */
    public static Optional<Throwable> failureOf(Class<?> contract, String test) {
        return Optional.ofNullable(of(selectMethod(contract, test)).failures.get(test));
    }

    private static ContractRun of(DiscoverySelector selector) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selector)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        ContractRun run = new ContractRun();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        name(test).ifPresent(name -> ends.put(name, result.getStatus().name()));
        name(test).ifPresent(name -> result.getThrowable().ifPresent(failure -> failures.put(name, failure)));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        ends.put(name(test).orElse(test.getDisplayName()), "SKIPPED");
    }

    private static Optional<String> name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(MethodSource::getMethodName);
    }
}
