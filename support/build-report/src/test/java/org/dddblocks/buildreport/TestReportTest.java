package org.dddblocks.buildreport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path module;

    @BeforeEach
    void two_kinds_of_reports() throws IOException {
        Files.createDirectories(module.resolve("target/surefire-reports"));
        Files.createDirectories(module.resolve("target/failsafe-reports"));
    }

    @Test
    void counts_executed_contract_tests_per_database() throws IOException {
        report("surefire", "org.dddblocks.testkit.H2EventStoreContractTest", ran("one") + ran("two"));
        report("surefire", "org.dddblocks.testkit.H2OutboxContractTest", ran("one"));
        report("surefire", "org.dddblocks.testkit.PostgresEventStoreContractTest", ran("one") + skipped("two", "x"));
        report("surefire", "org.dddblocks.core.MoneyTest", ran("one"));

        assertThat(lines())
                .contains("Tests executed: 5. Not run: 1.", "Contract tests executed per database: H2 3, Postgres 1.");
    }

    @Test
    void names_a_class_that_was_not_run_once_and_says_why() throws IOException {
        report("failsafe", "org.dddblocks.shop.DayOneIT", skipped("", "no data: set DDD_DATA"));

        assertThat(lines()).contains("Not run: org.dddblocks.shop.DayOneIT, because: no data: set DDD_DATA");
    }

    @Test
    void names_the_single_test_when_the_rest_of_its_class_ran() throws IOException {
        report("surefire", "org.dddblocks.shop.DayOneTest", ran("a") + skipped("b", ""));

        assertThat(lines()).contains("Not run: org.dddblocks.shop.DayOneTest.b, because: no reason was given");
    }

    @Test
    void names_the_classes_of_installed_servers_that_left_no_report() throws IOException {
        compiled("shop/NeedsServerTest", "Lorg/junit/jupiter/api/Tag;", "services");
        compiled("shop/SlowTest", "Lorg/junit/jupiter/api/Tag;", "slow", "services are not needed");
        assertThat(lines())
                .contains(
                        "Not run: tests that need an installed MariaDB, classes: 1 (NeedsServerTest). .ci/run starts one and"
                                + " runs them.");

        report("surefire", "shop.NeedsServerTest", ran("one"));
        assertThat(lines()).noneMatch(line -> line.contains("NeedsServer"));
    }

    /** A class file keeps each text behind a 1 and its length in two bytes. */
    private void compiled(String name, String... constants) throws IOException {
        Path file = module.resolve("target/test-classes/" + name + ".class");
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder();
        for (String constant : constants) {
            text.append((char) 1)
                    .append((char) 0)
                    .append((char) constant.length())
                    .append(constant);
        }
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void leaves_out_the_reports_of_an_earlier_build() throws IOException {
        Path old = report("surefire", "org.dddblocks.testkit.H2EventStoreContractTest", ran("one"));
        Files.setLastModifiedTime(old, FileTime.from(START.minusSeconds(1)));

        assertThat(lines())
                .containsExactly(
                        "Tests executed: 0. Not run: 0.",
                        "Contract tests executed: none in the modules of this build.");
    }

    private List<String> lines() {
        return TestReport.of(List.of(module, module.resolve("without-reports")), START)
                .lines();
    }

    private Path report(String kind, String className, String cases) throws IOException {
        Path file = module.resolve("target/" + kind + "-reports/TEST-" + className + ".xml");
        String xml = cases.replace("<testcase", "<testcase classname=\"" + className + "\"");
        return Files.writeString(file, "<testsuite>" + xml + "</testsuite>");
    }

    private static String ran(String name) {
        return "<testcase name=\"" + name + "\"/>";
    }

    private static String skipped(String name, String message) {
        return "<testcase name=\"" + name + "\"><skipped message=\"" + message + "\"/></testcase>";
    }
}
