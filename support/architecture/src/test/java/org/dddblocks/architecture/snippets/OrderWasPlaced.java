package org.dddblocks.architecture.snippets;

import org.jmolecules.event.annotation.DomainEvent;

/** Of the published language: plain values, nothing of the model. */
@DomainEvent(namespace = "ordering", name = "OrderWasPlaced")
public record OrderWasPlaced(String order) {}
