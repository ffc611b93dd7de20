package org.dddblocks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What a module must bring along before it may be published. */
class PublishedModulesTest {

    private static final Path ROOT = Path.of("..", "..");

    @Test
    void the_bom_names_every_published_module_and_no_other() throws Exception {
        assertThat(dependencies(ROOT.resolve("support/bom/pom.xml")).map(d -> text(d, "artifactId")))
                .containsExactlyInAnyOrderElementsOf(publishedModules());
    }

    @Test
    void the_bom_has_the_version_of_its_parent() throws Exception {
        assertThat(text(root(ROOT.resolve("support/bom/pom.xml")), "version"))
                .isEqualTo(text(root(ROOT.resolve("pom.xml")), "version"));
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void a_published_module_has_a_descriptor_and_null_marked_packages(String module) throws Exception {
        Path sources = ROOT.resolve(module).resolve("src/main/java");

        assertThat(sources.resolve("module-info.java")).exists();
        for (Path folder : foldersWithSources(sources)) {
            assertThat(folder.resolve("package-info.java")).exists().content().contains("@NullMarked");
        }
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void a_published_pom_stands_alone_and_says_what_maven_central_asks_for(String module) throws Exception {
        Path pom = ROOT.resolve(module).resolve(".flattened-pom.xml");

        assertThat(List.of("name", "description", "url", "licenses", "developers", "scm", "version"))
                .allSatisfy(element ->
                        assertThat(text(root(pom), element)).as(element).isNotEmpty());
        assertThat(text(root(pom), "parent")).isEmpty();
        assertThat(dependencies(pom)).noneMatch(d -> text(d, "scope").equals("test"));
        assertThat(dependencies(pom))
                .allSatisfy(d -> assertThat(text(d, "version")).isNotEmpty());
    }

    @Test
    void what_is_optional_stays_optional() throws Exception {
        assertThat(dependencies(ROOT.resolve("ddd-persistence/pom.xml"))
                        .filter(d -> text(d, "artifactId").equals("postgresql"))
                        .map(d -> text(d, "optional")))
                .containsExactly("true");
        assertThat(dependencies(ROOT.resolve("ddd-testkit/pom.xml"))
                        .filter(d -> text(d, "scope").isEmpty()
                                && !text(d, "optional").equals("true"))
                        .map(d -> text(d, "artifactId")))
                .containsExactlyInAnyOrder("ddd-core", "junit-jupiter-api", "assertj-core", "jqwik");
    }

    static List<String> publishedModules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("ddd-"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> foldersWithSources(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .filter(folder -> !folder.equals(sources))
                    .distinct()
                    .toList();
        }
    }

    private static Stream<Element> dependencies(Path pom) throws Exception {
        var nodes = root(pom).getElementsByTagName("dependency");
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1).map(i -> (Element) nodes.item(i));
    }

    private static Element root(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }

    /** The text of a direct child, or an empty text. */
    private static String text(Element parent, String child) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(child)) {
                return node.getTextContent().strip();
            }
        }
        return "";
    }
}
