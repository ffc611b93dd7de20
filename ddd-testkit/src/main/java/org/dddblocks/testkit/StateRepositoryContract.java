package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.StateRepository;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.testkit.model.Models;
import org.dddblocks.testkit.model.Shelf;
import org.dddblocks.testkit.model.ShelfEvent;
import org.dddblocks.testkit.model.ShelfId;
import org.dddblocks.testkit.model.ShelfRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a repository on state promises, with an application's own plain SQL.
 *
 * <p>Extend it, say where an empty database comes from, run.
 */
@SuppressWarnings("exports") // the model's types are nobody's business but the kit's
public abstract class StateRepositoryContract extends RepositoryContract<Shelf, ShelfId, ShelfEvent>
        implements EmptyDatabase {
    private @Nullable DataSource dataSource;
    private @Nullable Database database;

    /** For subclasses. */
    protected StateRepositoryContract() {}

    @Override
    final Transactions begin() {
        DataSource empty = emptyDatabase();
        try (Connection connection = empty.getConnection()) {
            ShelfRows.install(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The contract's table could not be created.", e);
        }
        Database opened = Database.over(empty);
        dataSource = empty;
        database = opened;
        return opened.transactions();
    }

    private Database database() {
        return Objects.requireNonNull(database, "begin() was not called");
    }

    @Override
    final Repository<Shelf, ShelfId> repository(RecordedEvents receiver) {
        return StateRepository.on(database(), Shelf.TYPE, mapping())
                .names(Models.codec())
                .recordedEvents(receiver)
                .build();
    }

    StateMapping<Shelf, ShelfId> mapping() {
        return new ShelfRows();
    }

    @Override
    final ShelfId id(String value) {
        return new ShelfId(value);
    }

    @Override
    final Shelf create(ShelfId id) {
        return Shelf.build(id);
    }

    @Override
    final void change(Shelf shelf, int by) {
        shelf.store(by);
    }

    @Override
    final int total(Shelf shelf) {
        return shelf.units();
    }

    @Test
    void a_root_saved_on_a_callers_connection_is_stored_by_the_callers_commit() throws SQLException {
        Shelf shelf = Shelf.build(new ShelfId("1"));
        try (Connection callers = Objects.requireNonNull(dataSource).getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = database().transactions().adopt(callers)) {
                repository(events -> {}).add(shelf);
                callers.commit();
                adopted.committed();
            }
        }
        shelf.store(3);
        repository(events -> {}).save(shelf);
        assertThat(repository(events -> {}).get(new ShelfId("1")).units()).isEqualTo(3);
    }

    @Test
    void a_root_saved_on_a_callers_connection_whose_end_nobody_told_is_spent() throws SQLException {
        Shelf shelf = Shelf.build(new ShelfId("1"));
        try (Connection callers = Objects.requireNonNull(dataSource).getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = database().transactions().adopt(callers)) {
                repository(events -> {}).add(shelf);
                assertThat(adopted).isNotNull();
            }
            callers.rollback();
        }
        assertThatThrownBy(() -> repository(events -> {}).add(shelf))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("spent", "Load it again");
        assertThat(repository(events -> {}).find(new ShelfId("1"))).isEmpty();
    }
}
