package org.dddblocks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents and comments cannot rot: their snippets are compiled, their links and commands lead somewhere. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:|#)([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern SCRIPT = Pattern.compile("(?m)^ {4}(?:\\w+=\\S+ )*((?:[\\w.-]+/)+[\\w-]+)(?: .*)?$");
    private static final Pattern MODULES = Pattern.compile("\\bmvn\\b[^`\\n]*? -pl ([\\w/,-]+)");
    private static final Pattern TESTS = Pattern.compile("\\b([A-Z]\\w*[a-z](?:Test|Contract|IT))\\b");
    private static final Pattern PATH_OF_ONE_MACHINE = Pattern.compile("(?<![\\w.])/(?:work|root|home|tmp)/[^\\s`)]*");

    /** Whoever writes a snippet writes it in a test, in the shop or in the package snippets first, and copies it. */
    @Test
    void every_snippet_of_a_document_is_part_of_a_compiled_source() throws IOException {
        List<Snippet> snippets = documents()
                .flatMap(file -> Snippet.inMarkdown(Repo.name(file), Repo.text(file)))
                .toList();

        assertThat(snippets).as("snippets in documents").isNotEmpty();
        assertThat(notCompiled(snippets))
                .as("snippets that stand in no compiled source")
                .isEmpty();
    }

    @Test
    void every_snippet_of_a_published_comment_is_part_of_a_compiled_source() throws IOException {
        List<Snippet> snippets = Repo.files(name -> name.matches("ddd-\\w+/src/main/java/.*\\.java")).stream()
                .flatMap(file -> Snippet.inJavadoc(Repo.name(file), Repo.text(file)))
                .toList();

        assertThat(snippets).as("snippets in comments").hasSizeGreaterThan(40);
        assertThat(notCompiled(snippets))
                .as("snippets that stand in no compiled source")
                .isEmpty();
    }

    @Test
    void every_linked_file_exists() throws IOException {
        assertThat(found(LINK)).isNotEmpty();
        assertThat(found(LINK).filter(link -> !Files.exists(link.document().resolveSibling(link.text()))))
                .isEmpty();
    }

    @Test
    void every_script_that_a_document_names_can_be_run() throws IOException {
        assertThat(found(SCRIPT))
                .extracting(Found::text)
                .contains("sample-shop/run")
                .allSatisfy(script -> assertThat(Repo.ROOT.resolve(script)).isExecutable());
    }

    @Test
    void every_module_that_a_command_builds_exists() throws IOException {
        assertThat(found(MODULES).flatMap(list -> Stream.of(list.text().split(","))))
                .isNotEmpty()
                .allMatch(module -> Files.exists(Repo.ROOT.resolve(module).resolve("pom.xml")));
    }

    @Test
    void every_test_that_a_document_names_exists() throws IOException {
        List<String> classes = Repo.files(name -> name.endsWith(".java")).stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .toList();

        assertThat(found(TESTS).filter(test -> !classes.contains(test.text()))).isEmpty();
    }

    @Test
    void no_document_names_a_path_that_only_one_machine_has() throws IOException {
        assertThat(found(PATH_OF_ONE_MACHINE, 0)).isEmpty();
    }

    private static List<String> notCompiled(List<Snippet> snippets) throws IOException {
        List<JavaText> sources = Repo.files(name -> name.matches(".*src/(main|test)/java/.*\\.java")).stream()
                .map(file -> JavaText.of(Repo.text(file)))
                .toList();
        return snippets.stream()
                .filter(snippet -> snippet.text().isEmpty() || !snippet.standsInOneOf(sources))
                .map(snippet -> snippet.place() + " " + snippet.text().code())
                .toList();
    }

    private static Stream<Found> found(Pattern pattern) throws IOException {
        return found(pattern, 1);
    }

    private static Stream<Found> found(Pattern pattern, int group) throws IOException {
        return documents()
                .flatMap(document -> pattern.matcher(Repo.text(document))
                        .results()
                        .map((MatchResult match) -> new Found(document, match.group(group))));
    }

    private static Stream<Path> documents() throws IOException {
        return Repo.files(name -> name.endsWith(".md")).stream();
    }

    /** Some text of a document. */
    private record Found(Path document, String text) {
        @Override
        public String toString() {
            return Repo.name(document) + ": " + text;
        }
    }
}
