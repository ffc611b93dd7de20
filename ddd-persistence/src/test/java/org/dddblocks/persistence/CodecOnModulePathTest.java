package org.dddblocks.persistence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Surefire opens everything, so only a real {@code java -p … -m} shows what production would refuse. */
class CodecOnModulePathTest {
    private static final String MODULE =
            "module app { requires org.dddblocks.persistence; requires org.jmolecules.event; %s }";
    private static final String MODEL = "package app.model; %srecord Placed(Id id, java.math.BigDecimal amount) {}"
            + " record Id(String value) implements org.jmolecules.ddd.types.Identifier {}";
    private static final String MAIN = """
            package app.model;
            public class Main {
              public static void main(String[] args) {
                try {
                  var codec = org.dddblocks.persistence.JacksonCodec.builder().type(Placed.class, "app.Placed").build();
                  var placed = new Placed(new Id("536365"), new java.math.BigDecimal("10.00"));
                  String text = codec.encode(placed);
                  System.out.println(text + " " + codec.decode("app.Placed", 1, text).equals(placed));
                } catch (IllegalArgumentException e) {
                  System.out.println(e.getMessage());
                }
              }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void a_module_that_is_not_opened_is_refused_with_the_line_for_its_module_info() throws Exception {
        assertThat(run("", "public "))
                .contains("app.model.Placed is hidden from Jackson")
                .contains("module-info of app:  opens app.model to com.fasterxml.jackson.databind;");
    }

    @Test
    void a_module_opened_to_jackson_alone_is_written_and_read_hidden_ids_included() throws Exception {
        assertThat(run("opens app.model to com.fasterxml.jackson.databind;", ""))
                .contains("{\"id\":\"536365\",\"amount\":\"10.00\"} true");
    }

    @Test
    void a_hidden_part_of_an_exported_record_is_found_when_the_codec_is_built() throws Exception {
        assertThat(run("exports app.model;", "public ")).contains("Placed.id: app.model.Id is hidden from Jackson");
    }

    private String run(String directive, String modifier) throws Exception {
        Map<String, String> sources = Map.of(
                "module-info.java", MODULE.formatted(directive),
                "app/model/Placed.java", MODEL.formatted(modifier),
                "app/model/Main.java", MAIN);
        for (var source : sources.entrySet()) {
            Path file = folder.resolve("src").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
        compile();
        return start();
    }

    private void compile() throws Exception {
        try (Stream<Path> sources = Files.walk(folder.resolve("src"))) {
            List<String> command = new ArrayList<>(List.of("javac", "-p", modulePath(), "-d", classes(), "-proc:none"));
            sources.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(command::add);
            assertThat(output(command)).isEmpty();
        }
    }

    private String start() throws Exception {
        return output(List.of("java", "-p", classes() + File.pathSeparator + modulePath(), "-m", "app/app.model.Main"));
    }

    private String classes() {
        return folder.resolve("classes").toString();
    }

    private static String output(List<String> command) throws Exception {
        List<String> full = new ArrayList<>(command);
        full.set(
                0,
                Path.of(System.getProperty("java.home"), "bin", command.get(0)).toString());
        Process process = new ProcessBuilder(full).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** What this test itself runs on. */
    private static String modulePath() {
        return System.getProperty("jdk.module.path");
    }
}
