package org.dddblocks.core;

/** Measures, quantifies or describes a thing in the domain; immutable and compared by its attributes. */
public interface ValueObject extends org.jmolecules.ddd.types.ValueObject {}
