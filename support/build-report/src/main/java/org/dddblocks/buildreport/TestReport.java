package org.dddblocks.buildreport;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the tests of a build were: how many, how many contract tests on each database, and which were not run.
 *
 * <p>A contract run is a class of the testkit named database + contract, such as {@code PostgresEventStoreContractTest}.
 */
final class TestReport {

    private static final Pattern CONTRACT_RUN =
            Pattern.compile("org\\.dddblocks\\.testkit\\.(InMemory|MariaDb|[A-Z][a-z0-9]*)\\w*ContractTest(\\$.*)?");

    private final List<TestCase> cases;
    private final List<String> ofServices;

    TestReport(List<TestCase> cases, List<String> ofServices) {
        this.cases = List.copyOf(cases);
        this.ofServices = List.copyOf(ofServices);
    }

    /**
     * Reads what Surefire and Failsafe wrote during this build.
     *
     * @param modules the folders of its modules
     * @param start   reports that are older belong to another build
     */
    static TestReport of(List<Path> modules, Instant start) {
        return new TestReport(ReportFiles.read(modules, start), TaggedClasses.read(modules));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        long executed = cases.stream().filter(TestCase::executed).count();
        lines.add("Tests executed: %d. Not run: %d.".formatted(executed, cases.size() - executed));
        lines.add(contracts());
        lines.addAll(notRun());
        lines.addAll(servicesNotRun());
        return lines;
    }

    private List<String> servicesNotRun() {
        Set<String> reported = cases.stream().map(TestCase::className).collect(Collectors.toSet());
        List<String> left =
                ofServices.stream().filter(name -> !reported.contains(name)).toList();
        if (left.isEmpty()) {
            return List.of();
        }
        return List.of(
                "Not run: tests that need an installed MariaDB, classes: %d (%s). .ci/run starts one and runs them."
                        .formatted(
                                left.size(),
                                left.stream().map(TestReport::simple).collect(Collectors.joining(", "))));
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private String contracts() {
        Map<String, Integer> perDatabase = new TreeMap<>();
        for (TestCase test : cases) {
            Matcher run = CONTRACT_RUN.matcher(test.className());
            if (run.matches()) {
                perDatabase.merge(run.group(1), test.executed() ? 1 : 0, Integer::sum);
            }
        }
        if (perDatabase.isEmpty()) {
            return "Contract tests executed: none in the modules of this build.";
        }
        return perDatabase.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", "Contract tests executed per database: ", "."));
    }

    private List<String> notRun() {
        Map<String, List<TestCase>> classes =
                cases.stream().collect(Collectors.groupingBy(TestCase::className, TreeMap::new, Collectors.toList()));
        return classes.values().stream()
                .flatMap(tests -> {
                    boolean whole = tests.stream().noneMatch(TestCase::executed);
                    return tests.stream()
                            .filter(test -> !test.executed())
                            .map(test -> "Not run: %s, because: %s"
                                    .formatted(whole ? test.className() : test.fullName(), test.reason()));
                })
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
