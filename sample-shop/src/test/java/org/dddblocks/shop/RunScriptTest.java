package org.dddblocks.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sample-shop/run} in a copy of the tree that has a java and a mvn of its own, which only say what they are asked. */
class RunScriptTest {

    private static final List<String> TOOLS = List.of("dirname", "find", "head", "sed", "touch");

    @TempDir
    Path temp;

    private Path shop;
    private Path tools;

    @BeforeEach
    void a_tree_without_a_jar() throws IOException {
        shop = temp.resolve("a tree with blanks/sample-shop");
        tools = Files.createDirectories(temp.resolve("tools"));
        for (String folder : List.of("src/main", "../ddd-core/src/main")) {
            Files.createDirectories(shop.resolve(folder));
        }
        for (String pom : List.of("pom.xml", "../pom.xml", "../ddd-core/pom.xml")) {
            Files.writeString(shop.resolve(pom), "<project/>");
        }
        Files.copy(Path.of("run"), shop.resolve("run"));
        for (String tool : TOOLS) {
            tool(tool, "exec %s \"$@\"".formatted(which(tool)));
        }
        tool(
                "java",
                "[ $1 = -version ] && { echo 'openjdk version \"17.0.1\"' >&2; exit; }; printf '<%s>' \"$@\"; exit 7");
        tool("javac", "exit 0");
        tool(
                "mvn",
                "echo \"mvn in $PWD: $*\"; /bin/mkdir -p sample-shop/target; touch sample-shop/target/sample-shop.jar");
    }

    @Test
    void a_missing_jar_is_built_before_it_is_started() throws Exception {
        Ended ended = run("replay", "two words.csv");

        assertThat(ended.output()).contains("mvn in " + shop.getParent() + ": ", "-pl sample-shop -am package");
        assertThat(ended.output()).endsWith("<-jar><" + jar() + "><replay><two words.csv>");
        assertThat(ended.code()).as("the shop's own exit code").isEqualTo(7);
    }

    @Test
    void a_jar_that_is_newer_than_its_sources_is_started_at_once() throws Exception {
        run();

        assertThat(run().output()).isEqualTo("<-jar><" + jar() + ">");
    }

    @Test
    void a_source_that_is_newer_than_the_jar_is_built_again() throws Exception {
        run();
        Files.writeString(shop.resolve("../ddd-core/src/main/New.java"), "");
        Files.setLastModifiedTime(jar(), FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(run().output()).contains("mvn in ");
    }

    @Test
    void an_old_java_is_refused_with_what_to_install() throws Exception {
        tool("java", "echo 'java version \"1.8.0_292\"' >&2");

        assertRefused("Java 17 or newer is needed, java is version 1.8.0_292. Install a JDK 17");
    }

    @Test
    void no_java_is_one_sentence() throws Exception {
        Files.delete(tools.resolve("java"));

        assertRefused("No Java was found (java). Install a JDK 17 or newer");
    }

    @Test
    void no_maven_is_one_sentence_when_there_is_something_to_build() throws Exception {
        Files.delete(tools.resolve("mvn"));

        assertRefused("No Maven was found. Install Maven 3.8.7 or newer");
    }

    @Test
    void a_runtime_without_compiler_cannot_build_and_says_so() throws Exception {
        Files.delete(tools.resolve("javac"));

        assertRefused("Building needs a JDK, java is only a runtime. Install a JDK 17");
    }

    @Test
    void a_failed_build_names_the_command_that_tells_more() throws Exception {
        tool("mvn", "exit 1");

        Ended ended = run();

        assertThat(ended.output()).contains("The build failed, see above. Run 'mvn verify'");
        assertThat(ended.code()).isEqualTo(1);
    }

    private void assertRefused(String sentence) throws Exception {
        Ended ended = run();
        assertThat(ended.output()).startsWith("sample-shop/run: " + sentence).hasLineCount(1);
        assertThat(ended.code()).isEqualTo(1);
    }

    private record Ended(int code, String output) {}

    private Ended run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(which("bash").toString(), shop.resolve("run").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(temp.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", tools.toString());
        builder.environment().remove("JAVA_HOME");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(120, SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private Path jar() {
        return shop.resolve("target/sample-shop.jar");
    }

    private void tool(String name, String script) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, "#!" + which("bash") + "\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path which(String tool) {
        return List.of("/bin/", "/usr/bin/").stream()
                .map(folder -> Path.of(folder + tool))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
