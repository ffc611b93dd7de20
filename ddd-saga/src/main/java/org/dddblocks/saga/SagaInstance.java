package org.dddblocks.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One run of a saga, as it is stored.
 *
 * @param id UUIDv7
 * @param definition name of the definition
 * @param version version of the definition, for the whole life of the instance
 * @param businessKey what it was started for; unique among the instances of the definition
 * @param status where it stands
 * @param step the step that runs, waits, or is being undone; empty at the end
 * @param starts how often that step was started without finishing
 * @param nextWakeAt when the runner looks at it next; empty while it waits for a reply, and at the end
 * @param attention why a person must look at it; empty unless it stands in NEEDS_ATTENTION
 * @param revision counts what the runner wrote, from 0
 * @param startedAt the database's clock at its start
 * @param endedAt the database's clock at its end; empty before
 */
public record SagaInstance(
        UUID id,
        String definition,
        int version,
        String businessKey,
        SagaStatus status,
        Optional<String> step,
        int starts,
        Optional<Instant> nextWakeAt,
        Optional<String> attention,
        long revision,
        Instant startedAt,
        Optional<Instant> endedAt) {}
