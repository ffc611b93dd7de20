/** Fixtures, contract suites and faults for models and stores. */
module org.dddblocks.testkit {
    requires transitive org.dddblocks.core;
    requires transitive java.sql;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires transitive net.jqwik.api;
    requires static transitive org.dddblocks.persistence;
    requires static transitive org.dddblocks.eventstore;
    requires static transitive org.dddblocks.outbox;
    requires static transitive org.dddblocks.saga;
    requires static transitive com.tngtech.archunit;

    exports org.dddblocks.testkit;

    // JUnit runs the package-private tests of the contracts; Jackson reads the model they are about.
    opens org.dddblocks.testkit to
            org.junit.platform.commons;
    opens org.dddblocks.testkit.model to
            com.fasterxml.jackson.databind;
}
