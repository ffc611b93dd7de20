package org.dddblocks.testkit.model;

/**
 * The published message of the contract suites: an aggregate changed.
 *
 * @param aggregate type and id
 * @param version the aggregate's version
 */
public record AggregateChanged(String aggregate, long version) {}
