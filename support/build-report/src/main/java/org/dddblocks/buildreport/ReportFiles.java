package org.dddblocks.buildreport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The XML files that Surefire and Failsafe leave in a module's {@code target} folder. */
final class ReportFiles {

    private static final List<String> FOLDERS = List.of("target/surefire-reports", "target/failsafe-reports");

    private ReportFiles() {}

    static List<TestCase> read(List<Path> modules, Instant start) {
        List<TestCase> cases = new ArrayList<>();
        for (Path module : modules) {
            for (String folder : FOLDERS) {
                for (Path file : filesIn(module.resolve(folder), start)) {
                    cases.addAll(casesIn(file));
                }
            }
        }
        return cases;
    }

    private static List<Path> filesIn(Path folder, Instant start) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .filter(file -> !modified(file).isBefore(start))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TestCase> casesIn(Path file) {
        try {
            NodeList nodes = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
            List<TestCase> cases = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                cases.add(caseOf((Element) nodes.item(i)));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("The test report " + file + " cannot be read. Run mvn clean verify.", e);
        }
    }

    private static TestCase caseOf(Element element) {
        NodeList skipped = element.getElementsByTagName("skipped");
        return new TestCase(
                element.getAttribute("classname"),
                element.getAttribute("name"),
                skipped.getLength() == 0 ? null : ((Element) skipped.item(0)).getAttribute("message"));
    }
}
