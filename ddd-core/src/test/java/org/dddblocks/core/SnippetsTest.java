package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compiles every snippet of javadoc and README, so that none can rot. */
class SnippetsTest {
    private static final Path SOURCES = Path.of("src/main/java/org/dddblocks/core");
    private static final Path CONTEXT = Path.of("src/test/resources/snippets/context.txt");
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* *}</pre>", Pattern.DOTALL);
    private static final Pattern MARKDOWN = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("(?:class|record|interface|enum) (\\w+)");

    @TempDir
    Path folder;

    private record Snippet(String name, String code) {}

    @TestFactory
    Stream<DynamicTest> every_snippet_compiles() throws IOException {
        List<Snippet> snippets = new ArrayList<>(snippets(Path.of("README.md"), MARKDOWN));
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.sorted().toList()) {
                snippets.addAll(snippets(file, JAVADOC));
            }
        }
        assertThat(snippets).hasSizeGreaterThan(15);
        return snippets.stream()
                .map(snippet -> DynamicTest.dynamicTest(snippet.name(), () -> assertCompiles(snippet.code())));
    }

    private static List<Snippet> snippets(Path file, Pattern pattern) throws IOException {
        List<Snippet> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            String code = matcher.group(1).replaceAll("(?m)^ \\* ?", "");
            found.add(new Snippet(file.getFileName() + " " + (found.size() + 1), code));
        }
        return found;
    }

    /** As members of a class, where classes are as good as top-level ones, or else as statements of a method. */
    private void assertCompiles(String code) throws IOException {
        String snippet = code.replaceAll("(?m)^(public )?(abstract |final )*class ", "static $0");
        String context = contextWithout(snippet);
        String asMembers = errors(context + snippet);
        String asStatements = asMembers.isEmpty() ? "" : errors(context + "void run() {\n" + snippet + "\n}");
        assertThat(asStatements).as("as members of a class: %s", asMembers).isEmpty();
    }

    /** The types that the snippet does not declare itself. */
    private static String contextWithout(String snippet) throws IOException {
        List<String> own =
                TYPE.matcher(snippet).results().map(match -> match.group(1)).toList();
        return Stream.of(Files.readString(CONTEXT).split("\n\n"))
                .filter(chunk -> {
                    Matcher type = TYPE.matcher(chunk);
                    return !type.find() || !own.contains(type.group(1));
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String errors(String members) throws IOException {
        Path file = folder.resolve("Snippet.java");
        Files.writeString(
                file, "import org.dddblocks.core.*;\nimport java.util.*;\nclass Snippet {\n" + members + "\n}\n");
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        String path = String.join(
                File.pathSeparator,
                "target/classes",
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(writer, writer, "-proc:none", "-d", folder.toString(), "-cp", path, file.toString());
        return code == 0 ? "" : out.toString();
    }
}
