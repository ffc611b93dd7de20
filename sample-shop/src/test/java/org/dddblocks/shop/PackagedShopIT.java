package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The packaged shop as real processes: on a bare runtime, from the module path, from the class path, by its script. */
class PackagedShopIT {
    /** What the shop needs of a runtime; no compiler, no tools. */
    private static final String RUNTIME = "java.sql,java.naming,java.management,java.desktop";

    private static final Path RUNTIME_FOLDER =
            Path.of(System.getProperty("shop.jar")).resolveSibling("bare-runtime");

    @TempDir
    Path folder;

    @BeforeAll
    static void makeBareRuntime() {
        if (Files.isDirectory(RUNTIME_FOLDER)) return;
        int exit = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalStateException("This build runs on a JRE; set JAVA_HOME to a JDK 17."))
                .run(
                        System.out,
                        System.err,
                        "--add-modules",
                        RUNTIME,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        RUNTIME_FOLDER.toString());
        assertThat(exit).isZero();
    }

    @Test
    void the_bare_runtime_has_no_compiler() throws Exception {
        ShopProcess.Ended modules =
                ShopProcess.run(List.of(bareJava(), "--list-modules"), folder).exited(0);

        assertThat(modules.out()).contains("java.base@17").doesNotContain("java.compiler", "jdk.compiler");
    }

    @Test
    void the_story_runs_on_a_bare_runtime_with_an_empty_environment_and_leaves_nothing() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> start =
                List.of(bareJava(), "-Djava.io.tmpdir=" + temporary, "-Duser.home=" + folder, "-jar", jar());

        told(ShopProcess.run(start, folder));

        assertThat(folder.resolve(".dddblocks")).doesNotExist();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "DDD_DATA", matches = ".+", disabledReason = WorkedExample.WHY_NOT)
    void day_one_runs_on_a_bare_runtime_in_the_default_data_folder() throws Exception {
        List<String> start = List.of(bareJava(), "-Duser.home=" + folder, "-jar", jar());

        WorkedExample.isPrintedBy(ShopProcess.run(
                ShopProcess.command(start, "replay", WorkedExample.file().toString()), folder));

        assertThat(folder.resolve(".dddblocks/sample-shop/shop.mv.db")).isNotEmptyFile();
    }

    @Test
    void the_story_runs_from_the_module_path() throws Exception {
        String path = System.getProperty("shop.modules");

        told(ShopProcess.run(List.of(ShopProcess.java(), "-p", path, "-m", "org.dddblocks.shop"), folder));
    }

    @Test
    void the_story_runs_from_the_class_path() throws Exception {
        String path = System.getProperty("shop.modules") + "/*";

        told(ShopProcess.run(List.of(ShopProcess.java(), "-cp", path, "org.dddblocks.shop.ShopMain", "story"), folder));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "DDD_DATA", matches = ".+", disabledReason = WorkedExample.WHY_NOT)
    void day_one_runs_from_the_module_path() throws Exception {
        String path = System.getProperty("shop.modules");
        List<String> start = List.of(ShopProcess.java(), "-p", path, "-m", "org.dddblocks.shop");

        WorkedExample.isPrintedBy(ShopProcess.run(
                ShopProcess.command(start, "replay", WorkedExample.file().toString(), "--data", "state"), folder));
    }

    @Test
    void the_script_works_from_another_folder_and_from_a_path_with_blanks() throws Exception {
        Path home = Files.createDirectories(folder.resolve("a path with blanks/sample-shop/target"));
        Path script = home.resolveSibling("run");
        Files.copy(Path.of(System.getProperty("shop.run")), script, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(Path.of(jar()), home.resolve("sample-shop.jar"));
        sourcesOlderThanTheJar(script.getParent());

        told(ShopProcess.run(List.of(script.toString()), folder, environment()));
        assertThat(ShopProcess.run(List.of(script.toString(), "replay", "no such file"), folder, environment())
                        .exited(2)
                        .err())
                .isEqualTo("no such file does not exist; check the path.\n");
    }

    private static void told(ShopProcess.Ended story) {
        assertThat(story.exited(0).err()).isEmpty();
        assertThat(story.out())
                .contains(
                        "OrderPlaced", "ReserveStock", "GoodsShort", "ReleaseStock", "OrderRejected", "OrderDelivered")
                .contains("3 orders: 1 completed, 2 rejected");
    }

    private static void sourcesOlderThanTheJar(Path shop) throws IOException {
        for (String name : List.of("pom.xml", "src/main/x")) {
            for (Path part : List.of(
                    shop.resolve(name),
                    shop.getParent().resolve(name),
                    shop.getParent().resolve("ddd-core").resolve(name))) {
                Files.createDirectories(part.getParent());
                Files.createFile(part).toFile().setLastModified(0);
                part.getParent().toFile().setLastModified(0);
            }
        }
    }

    private static Map<String, String> environment() {
        return Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home"));
    }

    private static String bareJava() {
        return RUNTIME_FOLDER.resolve("bin/java").toString();
    }

    private static String jar() {
        return System.getProperty("shop.jar");
    }
}
