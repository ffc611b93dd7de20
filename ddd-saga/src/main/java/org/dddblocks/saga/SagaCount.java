package org.dddblocks.saga;

import java.util.Optional;

/**
 * How many instances stand at the same place.
 *
 * @param definition name of the definition
 * @param version its version
 * @param status where they stand
 * @param step at which step; empty at the end
 * @param instances how many, at least 1
 */
public record SagaCount(String definition, int version, SagaStatus status, Optional<String> step, long instances) {}
