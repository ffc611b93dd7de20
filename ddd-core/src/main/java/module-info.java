/** Base types for a domain model, on the jMolecules types. */
module org.dddblocks.core {
    requires transitive org.jmolecules.ddd;
    requires transitive org.jmolecules.event;
    requires static transitive org.jspecify;

    exports org.dddblocks.core;
}
