package org.dddblocks.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which packages each module may use: the dependency table of the design, in terms of classes.
 *
 * <p>Maven's enforcer and the module descriptors refuse most of this before a class exists. This catches the rest: what
 * comes along transitively, and packages of the JDK that a model has no business with.
 */
enum DependencyTable {
    CORE(
            "org.dddblocks.core",
            "java.lang, java.util, java.time, java.math, java.security, jMolecules and JSpecify",
            JDK.MODEL,
            World.MODEL),
    PERSISTENCE(
            "org.dddblocks.persistence",
            "ddd-core, JDBC, SLF4J, Jackson and PostgreSQL's driver",
            JDK.ALL,
            List.of(
                    "org.dddblocks.core",
                    "org.slf4j",
                    "com.fasterxml.jackson",
                    "org.postgresql",
                    "org.jmolecules",
                    "org.jspecify")),
    EVENTSTORE("org.dddblocks.eventstore", "ddd-persistence, never ddd-outbox", JDK.ALL, World.STORE),
    OUTBOX("org.dddblocks.outbox", "ddd-persistence, never ddd-eventstore", JDK.ALL, World.STORE),
    SAGA("org.dddblocks.saga", "ddd-outbox, never ddd-eventstore", JDK.ALL, World.SAGA),
    TESTKIT("org.dddblocks.testkit", "the library modules, JUnit, AssertJ, jqwik and ArchUnit", JDK.ALL, World.TESTKIT);

    private final String home;
    private final String sentence;
    private final List<String> allowed;

    DependencyTable(String home, String sentence, List<String> jdk, List<String> world) {
        this.home = home;
        this.sentence = sentence;
        this.allowed =
                Stream.of(List.of(home), jdk, world).flatMap(List::stream).toList();
    }

    /** One sentence for each use of something that this module may not use. */
    List<String> violations(JavaClasses classes) {
        return classesIn(classes)
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> !mayUse(use.getTargetClass().getBaseComponentType()))
                .map(this::sentence)
                .distinct()
                .toList();
    }

    Stream<JavaClass> classesIn(JavaClasses classes) {
        return classes.stream().filter(type -> isIn(home, type));
    }

    private boolean mayUse(JavaClass target) {
        return target.isPrimitive() || allowed.stream().anyMatch(root -> isIn(root, target));
    }

    private String sentence(Dependency use) {
        return "%s must not use %s: its module may use %s and nothing else. %s"
                .formatted(
                        use.getOriginClass().getName(),
                        use.getTargetClass().getName(),
                        sentence,
                        use.getSourceCodeLocation());
    }

    private static boolean isIn(String root, JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    private static final class JDK {
        static final List<String> MODEL = List.of(
                "java.lang",
                "java.util",
                "java.time",
                "java.math",
                "java.security",
                "java.io",
                "java.nio.charset",
                "java.text");
        static final List<String> ALL = List.of("java", "javax.sql");
    }

    private static final class World {
        static final List<String> MODEL = List.of("org.jmolecules", "org.jspecify");
        static final List<String> STORE = List.of(
                "org.dddblocks.persistence", "org.dddblocks.core", "org.slf4j", "org.jmolecules", "org.jspecify");
        static final List<String> SAGA =
                Stream.concat(Stream.of("org.dddblocks.outbox"), STORE.stream()).toList();
        static final List<String> TESTKIT = List.of(
                "org.dddblocks.core",
                "org.dddblocks.persistence",
                "org.dddblocks.eventstore",
                "org.dddblocks.outbox",
                "org.dddblocks.saga",
                "org.junit.jupiter.api",
                "org.opentest4j",
                "org.assertj.core",
                "net.jqwik.api",
                "com.tngtech.archunit",
                "org.jmolecules",
                "org.jspecify",
                "org.slf4j");
    }
}
