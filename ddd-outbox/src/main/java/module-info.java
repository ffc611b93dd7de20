/** The transactional outbox, its relay and the inbox. */
module org.dddblocks.outbox {
    requires transitive org.dddblocks.persistence;

    exports org.dddblocks.outbox;
}
