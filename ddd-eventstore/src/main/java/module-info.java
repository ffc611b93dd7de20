/** Event store with repositories and projections on plain JDBC. */
module org.dddblocks.eventstore {
    requires transitive org.dddblocks.persistence;
    requires org.slf4j;

    exports org.dddblocks.eventstore;
}
