package org.dddblocks.eventstore;

import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;

/** An event that has its place in its stream, but none in the feed yet. */
record UncommittedEvent(EventEnvelope<DomainEvent> envelope, String payload) {}
