package org.dddblocks.eventstore;

import java.io.File;

/** For a forked JVM: everything that this one runs with, modules and classes alike. */
final class TestClassPath {
    private TestClassPath() {}

    static String get() {
        String own = TestClassPath.class.getResource("TestClassPath.class").getPath();
        return String.join(
                File.pathSeparator,
                own.substring(0, own.indexOf("/org/dddblocks/")),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
    }
}
