package org.dddblocks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README cannot rot: its snippets are compiled, its links and commands lead somewhere. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}([\\w.-]+/[\\w./-]+)");

    /** Whoever writes a snippet writes it in a test or in the shop first, and copies it from there. */
    @Test
    void every_java_snippet_is_part_of_a_compiled_source() throws IOException {
        List<String> sources = javaSources();
        for (String snippet : found(SNIPPET)) {
            assertThat(sources)
                    .as("a Java file that contains this snippet of README.md:%n%s", snippet)
                    .anyMatch(source -> source.contains(withoutBlanks(snippet)));
        }
    }

    @Test
    void every_linked_file_exists() throws IOException {
        assertThat(found(LINK))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }

    @Test
    void every_script_can_be_run() throws IOException {
        assertThat(found(COMMAND))
                .contains("sample-shop/run")
                .allSatisfy(script -> assertThat(ROOT.resolve(script)).isExecutable());
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> javaSources() throws IOException {
        try (Stream<Path> files =
                Files.find(ROOT, 20, (file, facts) -> file.toString().matches(".*[/\\\\]src[/\\\\].*\\.java"))) {
            return files.map(ReadmeTest::text).map(ReadmeTest::withoutBlanks).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
