package org.dddblocks.saga;

import static org.dddblocks.saga.Decision.plus;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.saga.StoryEntry.What;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from what happened. Pure: no clock, no database, no threads; only the definition's own functions on
 * the state are called.
 */
final class SagaCore<S> {
    private final SagaDefinition<S> definition;
    private final int maxStarts;

    SagaCore(SagaDefinition<S> definition, int maxStarts) {
        this.definition = definition;
        this.maxStarts = maxStarts;
    }

    Decision<S> decide(Progress<S> now, Input input) {
        if (!now.status().isActive()) {
            return Decision.of(now, List.of(), Wake.AS_PLANNED);
        }
        if (input instanceof Input.Due) {
            return now.awaiting() == null ? attempt(now, List.of()) : Decision.of(now, List.of(), Wake.NEVER);
        }
        if (input instanceof Input.Sent sent) {
            What what = now.isUndoing() ? What.UNDO_SENT : What.SENT;
            return Decision.of(
                    now.awaiting(sent.command()), List.of(Note.of(what, now, sent.command(), "")), Wake.NEVER);
        }
        if (input instanceof Input.Replied replied) {
            return replied(now, replied);
        }
        if (input instanceof Input.Worked worked) {
            return done(now, worked.result(), null);
        }
        if (input instanceof Input.Threw threw) {
            return threw(now, threw);
        }
        return failed(now.awaiting() == null ? now.started() : recounted(now), ((Input.Broke) input).why());
    }

    /** What broke while a reply was taken in: the command stays awaited, its reply is kept. */
    private Progress<S> recounted(Progress<S> now) {
        return now.started().awaiting(now.awaiting());
    }

    private Decision<S> attempt(Progress<S> now, List<Note> notes) {
        if (now.starts() >= maxStarts) {
            return exhausted(now, notes, "nobody recorded how the last start ended");
        }
        Task<S> task = new Task<>(current(now), now.isUndoing());
        return new Decision<>(now.started(), notes, task, Wake.BACK_OFF);
    }

    private Decision<S> replied(Progress<S> now, Input.Replied replied) {
        if (!replied.command().equals(now.awaiting())) {
            return ignored(now, replied.message(), "it answers a command that is no longer awaited");
        }
        Step<S> step = current(now);
        if (now.isUndoing()) {
            return step.undoing() instanceof Undoing.ByCommand<S> by
                            && by.reply().isInstance(replied.reply())
                    ? done(now, replied.reply(), replied.message())
                    : ignored(now, replied.message(), unexpected(replied.reply()));
        }
        if (step.doing() instanceof Doing.ByCommand<S> by && by.reply().isInstance(replied.reply())) {
            return done(now, replied.reply(), replied.message());
        }
        Optional<Rejection<S>> refusal = step.rejection(replied.reply());
        return refusal.isPresent()
                ? rejected(now, refusal.get(), replied.reply(), replied.message())
                : ignored(now, replied.message(), unexpected(replied.reply()));
    }

    private static String unexpected(Object reply) {
        return reply.getClass().getSimpleName() + " is neither the awaited reply nor a declared refusal";
    }

    private Decision<S> ignored(Progress<S> now, UUID message, String why) {
        return Decision.of(now, List.of(Note.of(What.REPLY_IGNORED, now, message, why)), Wake.AS_PLANNED);
    }

    private Decision<S> threw(Progress<S> now, Input.Threw threw) {
        Throwable failure = threw.failure();
        boolean mayRefuse = threw.byWork() && !now.isUndoing();
        Optional<Rejection<S>> refusal = mayRefuse ? current(now).rejection(failure) : Optional.empty();
        return refusal.isPresent()
                ? rejected(now, refusal.get(), failure, null)
                : failed(now, Failures.describe(failure));
    }

    private Decision<S> failed(Progress<S> now, String why) {
        List<Note> notes = List.of(Note.of(What.FAILED, now, null, why));
        return now.starts() >= maxStarts ? exhausted(now, notes, why) : Decision.of(now, notes, Wake.BACK_OFF);
    }

    private Decision<S> exhausted(Progress<S> now, List<Note> notes, String last) {
        String why = "%s was started %d times without finishing; the last time: %s"
                .formatted(new Task<>(current(now), now.isUndoing()), now.starts(), last);
        return Decision.of(now.parked(), plus(notes, Note.of(What.PARKED, now, null, why)), Wake.NEVER);
    }

    private Decision<S> done(Progress<S> now, Object result, @Nullable UUID message) {
        Step<S> step = current(now);
        if (now.isUndoing()) {
            return undoNext(now.undone(), List.of(Note.of(What.UNDONE, now, message, "")));
        }
        S state = changed(step.store().apply(now.state(), result), "store", step);
        Note note = Note.of(What.COMPLETED, now, message, "");
        List<Note> notes = List.of(step.isRecorded() ? note.recording(now.state(), result) : note);
        Progress<S> next = now.done(state, step.name());
        return definition
                .after(step)
                .map(following -> attempt(next.at(following.name()), notes))
                .orElseGet(() -> ended(next, SagaStatus.COMPLETED, notes));
    }

    private Decision<S> rejected(Progress<S> now, Rejection<S> refusal, Object reason, @Nullable UUID message) {
        Step<S> step = current(now);
        List<Note> notes = List.of(Note.of(What.REJECTED, now, message, Failures.refusal(reason)));
        S state = changed(refusal.change().apply(now.state(), reason), "rejectedBy", step);
        if (step.role() != Role.RETRIABLE) {
            return undoNext(now.compensating(state), notes);
        }
        Progress<S> again =
                new Progress<>(state, now.status(), now.step(), now.completed(), now.starts(), null, now.parkedFrom());
        return again.starts() >= maxStarts
                ? exhausted(again, notes, "it was refused")
                : Decision.of(again, notes, Wake.BACK_OFF);
    }

    private Decision<S> undoNext(Progress<S> now, List<Note> notes) {
        Progress<S> rest = now;
        List<Note> said = notes;
        while (!rest.completed().isEmpty()) {
            String last = rest.completed().get(rest.completed().size() - 1);
            rest = rest.at(last);
            if (!(current(rest).undoing() instanceof Undoing.Nothing<S> nothing)) {
                return attempt(rest, said);
            }
            said = plus(said, Note.of(What.NOTHING_TO_UNDO, rest, null, nothing.why()));
            rest = rest.undone();
        }
        return ended(rest, SagaStatus.COMPENSATED, said);
    }

    private Decision<S> ended(Progress<S> now, SagaStatus end, List<Note> notes) {
        Progress<S> ended = now.ended(end);
        return Decision.of(ended, plus(notes, Note.of(What.ENDED, ended, null, end.name())), Wake.NEVER);
    }

    Step<S> current(Progress<S> now) {
        String name = String.valueOf(now.step());
        return definition.step(name).orElseThrow(() -> new UnknownStepException(definition, name));
    }

    private S changed(@Nullable S state, String where, Step<S> step) {
        if (state == null) {
            throw new IllegalStateException(
                    "The change given to %s of %s returned null; it must return the new state, or the one it was given."
                            .formatted(where, step));
        }
        return state;
    }
}
