package org.dddblocks.buildreport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compiled test classes with JUnit's tag {@code services}: they leave no report in a build that leaves them out. */
final class TaggedClasses {

    private static final String ANNOTATION = "Lorg/junit/jupiter/api/Tag;";
    private static final String TAG = "services";

    private TaggedClasses() {}

    static List<String> read(List<Path> modules) {
        List<String> names = new ArrayList<>();
        for (Path module : modules) {
            Path classes = module.resolve("target/test-classes");
            for (Path file : filesIn(classes)) {
                if (isTagged(file)) {
                    String path = classes.relativize(file).toString();
                    names.add(path.substring(0, path.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'));
                }
            }
        }
        return names;
    }

    private static List<Path> filesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".class"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both texts stand in the class file's constants as they are. */
    private static boolean isTagged(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains(constant(ANNOTATION)) && text.contains(constant(TAG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String constant(String text) {
        return "" + (char) 1 + (char) 0 + (char) text.length() + text;
    }
}
