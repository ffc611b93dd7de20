/** Base types of a domain model. */
module org.dddblocks.core {
    requires transitive org.jmolecules.ddd;
    requires transitive org.jmolecules.event;
    requires static transitive org.jspecify;
}
