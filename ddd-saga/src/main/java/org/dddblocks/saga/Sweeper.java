package org.dddblocks.saga;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.dddblocks.persistence.Transactions;

/** Looks for instances that nobody woke: due ones, those of unknown definitions, those that can go on again. */
final class Sweeper {
    static final int BATCH = 100;

    private final SagaTables tables;
    private final Transactions transactions;
    private final SagaEngine engine;
    private final Definitions known;
    private final Duration unknownAfter;

    Sweeper(SagaTables tables, SagaEngine engine, Definitions known, Duration unknownAfter) {
        this.tables = tables;
        this.transactions = tables.database().transactions();
        this.engine = engine;
        this.known = known;
        this.unknownAfter = unknownAfter;
    }

    /** At most {@link #BATCH}, the longest due first. */
    List<UUID> due() {
        return transactions.call(() -> tables.rows().due(tables.database().now(), known, BATCH));
    }

    /** Instances that no process took for long, because none that runs knows their definition. */
    void parkUnknown() {
        List<UUID> overdue = transactions.call(
                () -> tables.rows().unknown(tables.database().now().minus(unknownAfter), known, BATCH));
        for (UUID id : overdue) {
            change(
                    id,
                    row -> row.place().status().isActive() && isUnknown(row),
                    row -> engine.park(row, Attention.UNKNOWN_DEFINITION, unknown(row)));
        }
    }

    /** Instances that were parked for a reason that is gone if this process can read what that one could not. */
    void resume(Attention reason) {
        List<UUID> parked = transactions.call(() -> tables.rows().parked(reason, known, BATCH));
        for (UUID id : parked) {
            change(id, row -> row.parked() != null && row.parked().attention() == reason, engine::resume);
        }
    }

    private void change(UUID id, Predicate<SagaRow> stillSo, Consumer<SagaRow> change) {
        transactions.run(() -> {
            Optional<SagaRow> row = tables.rows().lockIfFree(id);
            row.filter(stillSo).ifPresent(change);
        });
    }

    private boolean isUnknown(SagaRow row) {
        return known.of(row).isEmpty();
    }

    private String unknown(SagaRow row) {
        return ("Nobody took it for %s, and this process does not know %s version %d, only %s. Register that definition"
                        + " with a runner and start it; the instance then goes on by itself.")
                .formatted(unknownAfter, row.head().definition(), row.head().version(), known.names());
    }
}
