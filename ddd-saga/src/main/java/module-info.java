/** Sagas: definition and runner. */
module org.dddblocks.saga {
    requires transitive org.dddblocks.outbox;
}
