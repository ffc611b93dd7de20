package org.dddblocks.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Judges failed sends: was the broker away, or was it the message? An outage counts against no message; a message that
 * fails while others pass is tried {@link OutboxConfig#attempts} times and then given up.
 *
 * <p><b>Rules.</b> A refusal counts. A broken connection opens the circuit and counts nothing; what was on its way is
 * suspected and sent alone, and one that breaks the connection alone {@link #PROOFS} times, while others pass in between,
 * is to blame for these and for all further times. No answer counts only if something that set off much later was
 * answered. What any message would have met (no database, no memory) counts never. <b>Pure.</b> No thread, no database; time
 * is an argument. Used by the relay's thread only.
 */
final class Judgement {
    /** So often a message must fail alone, with others passing in between, before broken connections count against it. */
    static final int PROOFS = 3;

    private static final int MOST_ENVIRONMENT = 1000;

    private final OutboxConfig config;
    private final Backoff retry;
    private final Circuit circuit;
    private final Suspects suspects = new Suspects();
    private final Map<UUID, Integer> uncounted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Integer> eldest) {
            return size() > MOST_ENVIRONMENT;
        }
    };

    private boolean answeredOnce;
    private long latestAnswered;

    Judgement(OutboxConfig config) {
        this.config = config;
        this.retry = new Backoff(config.retryAfter(), config.retryAtMostAfter());
        this.circuit = new Circuit(retry);
    }

    /** Whether anything may set off now. */
    boolean allows(long now) {
        return circuit.allows(now);
    }

    /** Whether the next message is a probe, to be sent alone. */
    boolean probing() {
        return circuit.probing();
    }

    /** How long nothing may set off, in nanoseconds. */
    long closedFor(long now) {
        return circuit.closedFor(now);
    }

    /** Whether any message must be sent alone. */
    boolean suspects() {
        return suspects.size() > 0;
    }

    /** Whether a message must be sent alone. */
    boolean suspected(OutboxRow row) {
        return suspects.suspected(row);
    }

    /** Whether a suspect's turn to be sent alone has come. */
    boolean due(OutboxRow row, long now) {
        return suspects.due(row, now);
    }

    /** Whether it was a probe of this outage already, so that another one should be the next. */
    boolean tried(OutboxRow row) {
        return suspects.tried(row);
    }

    /** Keys that are not to be read now, since their next message may not set off. */
    Collection<MessageKey> avoided(long now) {
        List<MessageKey> keys = new ArrayList<>(suspects.waiting(now));
        if (circuit.probing()) {
            keys.addAll(suspects.tried());
        }
        return keys;
    }

    /** Nothing but avoided keys is there to be a probe: begin again with the first of them, if there are any. */
    boolean newRound() {
        return suspects.newRound();
    }

    /**
     * An answer was there: the broker took the message over.
     *
     * @param departed when it had set off
     */
    void accepted(OutboxRow row, long departed) {
        answered(row, departed);
        uncounted.remove(row.message().id());
    }

    private void answered(OutboxRow row, long departed) {
        circuit.answered();
        suspects.passed(row);
        if (!answeredOnce || departed - latestAnswered > 0) {
            answeredOnce = true;
            latestAnswered = departed;
        }
    }

    /**
     * A send failed.
     *
     * @param departed when it had set off
     * @param alone whether nothing else was on its way
     */
    Verdict failed(OutboxRow row, Throwable failure, long departed, boolean alone, long now) {
        FailureKind kind = FailureKind.of(failure);
        boolean othersWereAnswered = answeredOnce && latestAnswered - departed >= halfOfTimeout();
        return switch (kind) {
            case CONNECTION -> broke(row, alone, now);
            case ENVIRONMENT -> notCounted(row, departed);
            case NO_ANSWER -> othersWereAnswered ? counted(row, 1) : pausedUncounted(row);
            case REFUSED -> {
                answered(row, departed);
                yield counted(row, 1);
            }
        };
    }

    /** When a broker begins to hang, answers to what set off at the same time may still come. */
    private long halfOfTimeout() {
        return config.sendTimeout().toNanos() / 2;
    }

    private Verdict broke(OutboxRow row, boolean alone, long now) {
        circuit.failed(now);
        if (!alone) {
            suspects.add(row);
            return new Verdict.Acquitted(Duration.ofNanos(circuit.closedFor(now)));
        }
        int strikes = suspects.brokeAlone(row);
        if (strikes < PROOFS) {
            Duration rest = retry.after(strikes);
            suspects.rest(row, now + rest.toNanos());
            return new Verdict.Acquitted(rest);
        }
        return counted(row, strikes == PROOFS ? PROOFS : 1);
    }

    private Verdict notCounted(OutboxRow row, long departed) {
        answered(row, departed);
        return pausedUncounted(row);
    }

    private Verdict pausedUncounted(OutboxRow row) {
        int times = uncounted.merge(row.message().id(), 1, Integer::sum);
        return new Verdict.Later(row.failures(), retry.after(Math.max(times, row.failures() + 1)));
    }

    private Verdict counted(OutboxRow row, int more) {
        int attempts = row.failures() + more;
        if (attempts >= config.attempts()) {
            uncounted.remove(row.message().id());
            Message message = row.message();
            return new Verdict.GivenUp(
                    attempts,
                    config.onFailure().of(message.type(), message.key().type()));
        }
        return new Verdict.Later(attempts, retry.after(attempts));
    }
}
