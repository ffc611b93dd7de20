/** Laws, fixtures and contract suites. */
module org.dddblocks.testkit {
    requires transitive org.dddblocks.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires transitive net.jqwik.api;
    requires static transitive org.dddblocks.persistence;
    requires static transitive org.dddblocks.eventstore;
    requires static transitive org.dddblocks.outbox;
    requires static transitive org.dddblocks.saga;
    requires static transitive com.tngtech.archunit;
}
