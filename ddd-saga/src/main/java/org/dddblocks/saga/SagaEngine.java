package org.dddblocks.saga;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves instances, each turn in one transaction that locks the instance first and ends with the fence of its revision.
 *
 * <p>A tx step takes two turns. The first records that the step is started, so that a step that kills its process is
 * counted; the second does the work and records that it is done, in one commit. If the second fails, a third records why.
 */
final class SagaEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SagaEngine.class);

    private final Database database;
    private final Transactions transactions;
    private final Definitions definitions;
    private final int maxStarts;
    private final Backoff backoff;
    private final SagaTables tables;
    private final TurnWorks works;
    private final Teller teller;

    SagaEngine(SagaTables tables, TurnWorks works, Definitions definitions, SagaConfig config, Teller teller) {
        this.database = tables.database();
        this.transactions = database.transactions();
        this.definitions = definitions;
        this.maxStarts = config.maxStarts();
        this.backoff = new Backoff(config.firstRetry(), config.longestRetry());
        this.tables = tables;
        this.works = works;
        this.teller = teller;
    }

    /** Moves an instance as far as it goes now. Nothing that its steps do or throw gets out of here. */
    void advance(UUID id) {
        Visit visit = new Visit(id);
        boolean more = turn(visit, works::begin, e -> broke(visit, e));
        while (more) {
            more = turn(visit, works::work, e -> threw(visit, e));
        }
    }

    /** Before the row was read nothing is known of the instance; it stays due. */
    private boolean broke(Visit visit, Throwable e) {
        if (visit.wasRead()) {
            return record(visit, new Input.Broke(Failures.describe(e)));
        }
        LOG.warn("{} could not be read and stays due: {}", visit, Failures.describe(e));
        return false;
    }

    private boolean threw(Visit visit, Throwable e) {
        boolean byWork = e instanceof WorkException;
        return record(visit, new Input.Threw(e instanceof WorkException work ? work.thrown() : e, byWork));
    }

    /** What cannot even be recorded is tried again when the instance is due; its start was counted. */
    private boolean record(Visit visit, Input input) {
        return turn(visit, works.taking(input), e -> {
            LOG.warn("What happened to {} could not be recorded: {}", visit, Failures.describe(e));
            return false;
        });
    }

    private boolean turn(Visit visit, TurnWorks.Work work, OnFailure onFailure) {
        try {
            Outcome outcome = transactions.call(() -> inTransaction(visit, work));
            if (outcome != Outcome.LEFT) {
                visit.committed();
            }
            return outcome == Outcome.WORK_REMAINS;
        } catch (OvertakenException e) {
            LOG.debug("{}", e.getMessage());
            return false;
        } catch (UnreadableException e) {
            park(visit, e.attention(), String.valueOf(e.getMessage()));
            return false;
        } catch (UnknownStepException e) {
            park(visit, Attention.UNKNOWN_STEP, String.valueOf(e.getMessage()));
            return false;
        } catch (Throwable e) { // a step may throw anything, and nothing of it may stop the runner
            LOG.debug("A turn of {} failed and was rolled back.", visit, e);
            return onFailure.goesOn(e);
        }
    }

    private Outcome inTransaction(Visit visit, TurnWorks.Work work) throws Exception {
        Optional<SagaRow> found = tables.rows().lockIfFree(visit.id());
        if (found.isEmpty() || !visit.reads(found.get())) {
            return Outcome.LEFT;
        }
        SagaRow row = found.get();
        Optional<SagaDefinition<?>> known = definitions.of(row);
        return known.isEmpty() ? Outcome.LEFT : onRow(row, known.get(), work);
    }

    private <S> Outcome onRow(SagaRow row, SagaDefinition<S> definition, TurnWorks.Work work) throws Exception {
        S state = tables.values()
                .read(row.state(), definition.stateType(), Attention.UNDECODABLE_STATE, "The state of " + row);
        Turn<S> turn = new Turn<>(row, definition, maxStarts, state);
        if (!work.on(turn)) {
            return Outcome.LEFT;
        }
        Instant now = database.now();
        List<StoryEntry> told = tables.stories().tell(row, now, turn.notes());
        tables.rows().update(turn.result(tables.values().store(turn.state()), now, backoff));
        transactions.afterCommit(() -> teller.tell(row, told));
        return turn.task() == null ? Outcome.DONE : Outcome.WORK_REMAINS;
    }

    private void park(Visit visit, Attention attention, String why) {
        try {
            transactions.run(() -> tables.rows()
                    .lockIfFree(visit.id())
                    .filter(visit::reads)
                    .filter(row -> row.place().status().isActive())
                    .ifPresent(row -> park(row, attention, why)));
        } catch (RuntimeException e) {
            LOG.warn("{} could not be parked and stays due: {}", visit, Failures.describe(e));
        }
    }

    /** In the current transaction, on a locked row. */
    void park(SagaRow row, Attention attention, String why) {
        change(row, row.parkedBecause(attention, why), StoryEntry.What.PARKED, why);
    }

    /** In the current transaction, on a locked row. */
    void resume(SagaRow row) {
        change(row, row.resumedAt(database.now()), StoryEntry.What.RESUMED, "what stood in the way is gone");
    }

    private void change(SagaRow row, SagaRow changed, StoryEntry.What what, String why) {
        Note note = new Note(what, row.place().step(), row.place().starts(), null, why, null, null);
        List<StoryEntry> told = tables.stories().tell(row, database.now(), List.of(note));
        tables.rows().update(changed.told(told.size()));
        transactions.afterCommit(() -> teller.tell(row, told));
    }

    /** What a turn left behind. */
    private enum Outcome {
        /** Nothing was written. */
        LEFT,
        DONE,
        /** A tx step is started and waits for its work. */
        WORK_REMAINS
    }

    /** Records a failed turn; says whether work remains. */
    private interface OnFailure {
        boolean goesOn(Throwable failure);
    }
}
