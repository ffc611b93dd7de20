/** The transactional outbox, its relay and the inbox. */
module org.dddblocks.outbox {
    requires transitive org.dddblocks.persistence;
    requires org.slf4j;

    exports org.dddblocks.outbox;
}
