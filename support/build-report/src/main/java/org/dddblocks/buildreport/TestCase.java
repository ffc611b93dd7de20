package org.dddblocks.buildreport;

import org.jspecify.annotations.Nullable;

/**
 * One test as a report file tells it.
 *
 * @param className   the class that was run
 * @param name        the test's own name, empty if the whole class was left out
 * @param whySkipped  why it was not run; null if it was
 */
record TestCase(String className, String name, @Nullable String whySkipped) {

    boolean executed() {
        return whySkipped == null;
    }

    String fullName() {
        return name.isEmpty() ? className : className + "." + name;
    }

    String reason() {
        return whySkipped == null || whySkipped.isBlank()
                ? "no reason was given"
                : whySkipped.strip().replaceAll("\\s+", " ");
    }
}
