/** The event store. */
module org.dddblocks.eventstore {
    requires transitive org.dddblocks.persistence;

    exports org.dddblocks.eventstore;
}
