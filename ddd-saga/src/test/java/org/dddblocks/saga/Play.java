package org.dddblocks.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.saga.StoryEntry.What;

/** Plays an instance: what the steps answer is given, everything else follows. */
final class Play {
    record Log(List<String> said) {
        Log plus(String more) {
            List<String> all = new ArrayList<>(said);
            all.add(more);
            return new Log(List.copyOf(all));
        }
    }

    record Ask(String step) {}

    record Yes() {}

    record No() {}

    record Undone() {}

    record Other() {}

    private static final Steps<Log> STEP = Steps.of(Log.class);
    static final int MAX = 20;

    private static CommandStep<Log, Yes> ask(String name) {
        return STEP.command(name, s -> new Ask(name))
                .reply(Yes.class)
                .store((s, yes) -> s.plus(name))
                .rejectedBy(No.class, (s, no) -> s.plus("no " + name));
    }

    private static UndoableStep<Log> undoable(String name) {
        return ask(name).undo((s, attempted) -> new Ask("undo " + name)).undoneBy(Undone.class);
    }

    private static TxStep<Log, String> work(String name) {
        return STEP.tx(name, (s, connection) -> name)
                .store(Log::plus)
                .rejectedBy(DomainRejection.class, (s, no) -> s.plus(no.code()));
    }

    static final SagaDefinition<Log> MIXED = Saga.define("mixed", 1, Log.class)
            .then(work("a").undo((s, attempted, connection) -> {}))
            .then(undoable("b"))
            .then(work("c").noUndo("reads only"))
            .then(undoable("d"))
            .pivot(ask("e"))
            .then(ask("f").retryUntilDone())
            .then(work("g").retryUntilDone())
            .build();

    private final SagaCore<Log> core = new SagaCore<>(MIXED, MAX);
    final List<Note> notes = new ArrayList<>();
    Progress<Log> now = Progress.begin(new Log(List.of()), "a");
    private Task<Log> task;
    Wake wake = Wake.NOW;

    void take(Input input) {
        Decision<Log> decision = core.decide(now, input);
        now = decision.progress();
        notes.addAll(decision.notes());
        if (decision.wake() != Wake.AS_PLANNED) {
            task = decision.task();
            wake = decision.wake();
        }
        if (task != null && !task.isTx()) {
            take(new Input.Sent(UUID.randomUUID()));
        }
    }

    void answer(boolean yes) {
        if (now.awaiting() != null) {
            Object reply = now.isUndoing() ? new Undone() : yes ? new Yes() : new No();
            take(new Input.Replied(UUID.randomUUID(), now.awaiting(), reply));
        } else if (task != null) {
            take(
                    yes || now.isUndoing()
                            ? new Input.Worked("done")
                            : new Input.Threw(new DomainRejection("NO", "no"), true));
        } else {
            take(new Input.Due());
        }
    }

    List<String> steps(What what) {
        return notes.stream()
                .filter(note -> note.what() == what)
                .map(Note::step)
                .toList();
    }
}
