package org.dddblocks.architecture.snippets;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.saga.PivotStep;
import org.dddblocks.saga.RetriableStep;
import org.dddblocks.saga.Saga;
import org.dddblocks.saga.SagaConfig;
import org.dddblocks.saga.SagaDefinition;
import org.dddblocks.saga.SagaRunner;
import org.dddblocks.saga.Steps;
import org.dddblocks.saga.UndoableStep;

/** What the javadoc of ddd-saga shows. */
interface SagaSnippets {
    record Fulfilment(String orderId, List<OrderLine> lines, long caseNumber, String refusal) {
        static Fulfilment of(String orderId, List<OrderLine> lines) {
            return new Fulfilment(orderId, lines, 0, "");
        }

        Fulfilment opened(long number) {
            return new Fulfilment(orderId, lines, number, refusal);
        }

        Fulfilment refusedBecause(String why) {
            return new Fulfilment(orderId, lines, caseNumber, why);
        }
    }

    record ReserveStock(String orderId, List<OrderLine> lines) {}

    record StockReserved(String orderId) {}

    record StockShort(String orderId, String reason) {}

    record ReleaseStock(String orderId) {}

    record StockReleased(String orderId) {}

    interface Cases {
        long open(Connection connection, String orderId);

        void close(Connection connection, String orderId);
    }

    abstract class Definition {
        abstract UndoableStep<Fulfilment> authorise();

        abstract PivotStep<Fulfilment> capture();

        abstract RetriableStep<Fulfilment> ship();

        UndoableStep<Fulfilment> reserve() {
            Steps<Fulfilment> step = Steps.of(Fulfilment.class);
            UndoableStep<Fulfilment> reserve = step.command("reserve", s -> new ReserveStock(s.orderId(), s.lines()))
                    .reply(StockReserved.class)
                    .rejectedBy(StockShort.class, (s, shortage) -> s.refusedBecause(shortage.reason()))
                    .undo((s, attempted) -> new ReleaseStock(s.orderId()))
                    .undoneBy(StockReleased.class);
            return reserve;
        }

        UndoableStep<Fulfilment> open(Steps<Fulfilment> step, Cases cases) {
            UndoableStep<Fulfilment> open = step.tx("open", (s, connection) -> cases.open(connection, s.orderId()))
                    .store(Fulfilment::opened)
                    .rejectedBy(DomainRejection.class, (s, refusal) -> s.refusedBecause(refusal.code()))
                    .undo((s, attempted, connection) -> cases.close(connection, s.orderId()));
            return open;
        }

        SagaDefinition<Fulfilment> definition() {
            SagaDefinition<Fulfilment> fulfilOrder = Saga.define("fulfil-order", 1, Fulfilment.class)
                    .then(reserve()) // undoable
                    .then(authorise()) // undoable
                    .pivot(capture()) // decides
                    .then(ship()) // retriable
                    .build();
            return fulfilOrder;
        }
    }

    abstract class Statements {
        SagaConfig config() {
            SagaConfig config = SagaConfig.builder()
                    .threads(8)
                    .pollEvery(Duration.ofMillis(200))
                    .build();
            return config;
        }

        UUID runner(
                Database database,
                Outbox outbox,
                PayloadCodec codec,
                InMemoryBroker broker,
                SagaDefinition<Fulfilment> fulfilOrder,
                String orderId,
                List<OrderLine> lines) {
            database.install(JdbcOutbox.schema(), Inbox.schema(), SagaRunner.schema());
            SagaRunner sagas =
                    SagaRunner.on(database, outbox, codec).register(fulfilOrder).build();
            broker.subscribe("fulfilment-replies", sagas::expects, sagas.replies());
            sagas.start(); // its threads
            UUID id = sagas.start(fulfilOrder, orderId, Fulfilment.of(orderId, lines)); // an instance
            return id;
        }
    }
}
