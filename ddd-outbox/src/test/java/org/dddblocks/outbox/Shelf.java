package org.dddblocks.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.core.TypedId;
import org.dddblocks.persistence.StateMapping;
import org.dddblocks.persistence.Stored;
import org.dddblocks.persistence.spi.Jdbc;

/** A state-based root whose events become messages: a shelf that books are put on. */
final class Shelf extends AggregateRoot<Shelf, Shelf.Id, Shelf.Event> {
    static final AggregateType<Shelf, Id, Event> TYPE = AggregateType.stateBased("shelf", Shelf.class, Event.class);
    static final String TABLE = "create table shelf (id varchar(40) primary key, books integer, version bigint)";

    private int books;

    Shelf(Id id, int books) {
        super(id);
        this.books = books;
    }

    void put(int more) {
        books += more;
        record(new BooksPut(more));
    }

    void dust() {
        record(new Dusted());
    }

    record Id(String value) implements TypedId<Shelf> {}

    sealed interface Event extends DomainEvent {}

    @org.jmolecules.event.annotation.DomainEvent(namespace = "shelf", name = "BooksPut")
    record BooksPut(int books) implements Event {}

    @org.jmolecules.event.annotation.DomainEvent(namespace = "shelf", name = "Dusted")
    record Dusted() implements Event {}

    /** Each book put is told once by its number and once more; dusting is nobody else's business. */
    static List<?> messages(EventEnvelope<? extends DomainEvent> event) {
        return event.event() instanceof BooksPut put
                ? List.of(new Context.Noted("put " + put.books()), new Context.Struck("more"))
                : List.of();
    }

    /** The SQL of a shelf. */
    static final class Mapping implements StateMapping<Shelf, Id> {
        @Override
        public Optional<Stored<Shelf>> load(Connection connection, Id id) throws SQLException {
            return Jdbc.first(
                    connection,
                    row -> new Stored<>(new Shelf(id, row.getInt(1)), row.getLong(2)),
                    "select books, version from shelf where id = ?",
                    id.value());
        }

        @Override
        public int insert(Connection connection, Shelf shelf, long version) throws SQLException {
            return Jdbc.updateRaw(
                    connection, "insert into shelf values (?, ?, ?)", shelf.id().value(), shelf.books, version);
        }

        @Override
        public int update(Connection connection, Shelf shelf, long expected, long version) throws SQLException {
            return Jdbc.updateRaw(
                    connection,
                    "update shelf set books = ?, version = ? where id = ? and version = ?",
                    shelf.books,
                    version,
                    shelf.id().value(),
                    expected);
        }
    }
}
