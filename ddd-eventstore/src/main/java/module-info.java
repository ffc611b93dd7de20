/** Event store with repositories and projections on plain JDBC. */
module org.dddblocks.eventstore {
    requires transitive org.dddblocks.persistence;

    exports org.dddblocks.eventstore;
}
