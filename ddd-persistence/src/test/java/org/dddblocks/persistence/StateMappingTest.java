package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.persistence.Stocks.A4;
import static org.dddblocks.persistence.TestDatabase.H2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.Test;

/** Mistakes in the application's SQL, and what they are answered with. */
class StateMappingTest {

    @Test
    void an_update_that_names_no_version_and_hits_many_rows_is_refused_and_rolled_back() {
        Stocks stocks = Stocks.on(H2, new StockRows() {
            @Override
            public int update(Connection connection, Stock stock, long expected, long version) {
                return Jdbc.update(connection, "update stock set units = ?, version = ?", stock.units(), version);
            }
        });
        stocks.repository.add(Stock.of("A4", 10));
        stocks.repository.add(Stock.of("B5", 5));
        assertThatIllegalStateException()
                .isThrownBy(() -> stocks.repository.update(A4, stock -> stock.take(1)))
                .withMessageContaining("reported 2 rows for stock/A4")
                .withMessageContaining("WHERE");
        assertThat(stocks.rows()).containsExactly("A4 10 v1", "B5 5 v1");
    }

    @Test
    void a_load_that_returns_another_root_or_no_version_is_refused() {
        Stocks stocks = Stocks.on(H2, new StockRows() {
            @Override
            public Optional<Stored<Stock>> load(Connection connection, Sku sku) {
                return Optional.of(new Stored<>(Stock.rebuilt("B5", 1), 0));
            }
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> stocks.repository.find(A4))
                .withMessageContaining("asked for stock/A4 and returned B5 at version 0");
    }

    @Test
    void a_load_that_records_events_while_it_rebuilds_is_refused() {
        Stocks stocks = Stocks.on(H2, new StockRows() {
            @Override
            public Optional<Stored<Stock>> load(Connection connection, Sku sku) {
                return Optional.of(new Stored<>(Stock.of("A4", 1), 1));
            }
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> stocks.repository.find(A4))
                .withMessageContaining("record");
    }

    @Test
    void a_failing_statement_says_what_was_attempted_for_which_root() {
        Stocks stocks = Stocks.on(H2, new StockRows() {
            @Override
            public int update(Connection connection, Stock stock, long expected, long version) throws SQLException {
                throw new SQLException("disk full", "53100");
            }
        });
        stocks.repository.add(Stock.of("A4", 10));
        assertThatThrownBy(() -> stocks.repository.update(A4, stock -> stock.take(1)))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("update stock/A4", "disk full", "53100");
    }

    @Test
    void the_stored_version_of_a_mapping_that_does_not_lock_is_the_loaded_one() throws SQLException {
        Stocks stocks = Stocks.on(H2);
        stocks.repository.add(Stock.of("A4", 10));
        StateMapping<Stock, Sku> plain = new StateMapping<>() {
            @Override
            public Optional<Stored<Stock>> load(Connection connection, Sku id) {
                return new StockRows().load(connection, id);
            }

            @Override
            public int insert(Connection connection, Stock root, long version) {
                return 0;
            }

            @Override
            public int update(Connection connection, Stock root, long expected, long version) {
                return 0;
            }
        };
        stocks.transactions.run(() -> assertThat(plain.storedVersion(stocks.transactions.connection(), A4))
                .hasValue(1));
    }

    @Test
    void events_without_a_name_are_refused_when_the_repository_is_built() {
        Database database = Stocks.on(H2).database;
        var builder = StateRepository.on(database, Shelf.TYPE, new NoRows()).recordedEvents(events -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("ShelfMoved has no stable name")
                .withMessageContaining("@DomainEvent(namespace =");
        var codec = JacksonCodec.builder()
                .type(ShelfMoved.class, "inventory.ShelfMoved")
                .build();
        assertThat(builder.names(codec).build()).isNotNull();
    }

    @Test
    void less_than_one_attempt_is_refused() {
        var builder = StateRepository.on(Stocks.on(H2).database, Stock.TYPE, new StockRows());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.attempts(0))
                .withMessageContaining("attempts is \"0\"; it must be at least 1");
    }

    public record ShelfId(String value) implements TypedId<Shelf> {}

    public sealed interface ShelfEvent extends DomainEvent permits ShelfMoved {}

    public record ShelfMoved(ShelfId shelf) implements ShelfEvent {}

    static final class Shelf extends AggregateRoot<Shelf, ShelfId, ShelfEvent> {
        static final AggregateType<Shelf, ShelfId, ShelfEvent> TYPE =
                AggregateType.stateBased("shelf", Shelf.class, ShelfEvent.class);

        Shelf(ShelfId id) {
            super(id);
        }
    }

    private record NoRows() implements StateMapping<Shelf, ShelfId> {
        @Override
        public Optional<Stored<Shelf>> load(Connection connection, ShelfId id) {
            return Optional.empty();
        }

        @Override
        public int insert(Connection connection, Shelf root, long version) {
            return List.of().size();
        }

        @Override
        public int update(Connection connection, Shelf root, long expected, long version) {
            return 0;
        }
    }
}
