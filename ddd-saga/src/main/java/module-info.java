/** Sagas: a definition with roles, and its persisted runner. */
module org.dddblocks.saga {
    requires transitive org.dddblocks.outbox;
    requires org.slf4j;

    exports org.dddblocks.saga;
}
