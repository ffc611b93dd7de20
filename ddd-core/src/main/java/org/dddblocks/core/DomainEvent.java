package org.dddblocks.core;

/** Something that happened in the domain and that its experts care about; immutable, named in the past tense. */
public interface DomainEvent extends org.jmolecules.event.types.DomainEvent {}
