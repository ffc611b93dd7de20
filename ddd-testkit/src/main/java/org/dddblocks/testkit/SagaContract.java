package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.JdbcOutbox;
import org.dddblocks.outbox.MessageDispatcher;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.OutboxRelay;
import org.dddblocks.persistence.Database;
import org.dddblocks.saga.SagaConfig;
import org.dddblocks.saga.SagaDefinition;
import org.dddblocks.saga.SagaInstance;
import org.dddblocks.saga.SagaRunner;
import org.dddblocks.saga.SagaStatus;
import org.dddblocks.testkit.WatchedDataSource.Moment;
import org.dddblocks.testkit.model.Models;
import org.dddblocks.testkit.model.Transfer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What sagas promise with a real relay, broker, inbox and threads: every instance ends completed or compensated, and
 * every effect happens once, whatever call a process dies at.
 *
 * <pre>{@code
 * class H2SagaContractTest extends SagaContract implements OnH2 {}
 * }</pre>
 */
public abstract class SagaContract implements EmptyDatabase {
    private static final SagaDefinition<Transfer> SAGA = Transfer.saga();
    private static final int CRASHES = 6;
    private static final long LONGEST_NANOS = 180_000_000_000L;
    private static final long POLL_NANOS = 3_000_000;

    private WatchedDataSource watched;

    /** For subclasses. */
    protected SagaContract() {}

    @BeforeEach
    final void begin() throws SQLException {
        watched = WatchedDataSource.over(emptyDatabase());
        Database.over(watched).install(JdbcOutbox.schema(), Inbox.schema(), SagaRunner.schema());
        try (Connection connection = watched.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table effect (seq bigint not null,"
                    + " transfer varchar(100) not null, what varchar(100) not null)");
        }
    }

    /** A process: its own objects on the common database. */
    private final class Node implements AutoCloseable {
        final Database database = Database.over(watched);
        final SagaRunner sagas;
        private final InMemoryBroker broker = InMemoryBroker.withThreads(2);
        private final OutboxRelay relay;

        Node() {
            Outbox outbox = JdbcOutbox.on(database, Models.codec(), "transfers");
            MessageDispatcher participants = Transfer.participants(database, outbox);
            SagaConfig quick = SagaConfig.builder()
                    .threads(2)
                    .pollEvery(Duration.ofMillis(30))
                    .firstRetry(Duration.ofMillis(5))
                    .longestRetry(Duration.ofMillis(20))
                    .unknownAfter(Duration.ZERO)
                    .build();
            sagas = SagaRunner.on(database, outbox, Models.codec())
                    .register(SAGA)
                    .config(quick)
                    .build();
            OutboxConfig config = OutboxConfig.builder()
                    .pollEvery(Duration.ofMillis(30))
                    .lease(Duration.ofMillis(300))
                    .retryAfter(Duration.ofMillis(5))
                    .retryAtMostAfter(Duration.ofMillis(20))
                    .closeTimeout(Duration.ofSeconds(1))
                    .build();
            relay = OutboxRelay.with(database, broker, config);
            broker.subscribe("participants", participants.filter(), participants);
            broker.subscribe("replies", sagas::expects, sagas.replies());
        }

        Node start() {
            sagas.start();
            relay.start();
            return this;
        }

        SagaStatus statusOf(UUID id) {
            return sagas.find(id).map(SagaInstance::status).orElseThrow();
        }

        void awaitEnd(UUID id) {
            await(() -> statusOf(id).isEnd());
        }

        @Override
        public void close() {
            relay.close();
            sagas.close();
            broker.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<String> effects(String transfer) {
        try (Connection connection = watched.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select what from effect where transfer = ? order by seq")) {
            select.setString(1, transfer);
            List<String> effects = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    effects.add(rows.getString(1));
                }
            }
            return effects;
        } catch (SQLException e) {
            throw new IllegalStateException("The effects could not be read.", e);
        }
    }

    private void assertEnds(String refused, SagaStatus status, List<String> effects) {
        try (Node node = new Node().start()) {
            UUID id = node.sagas.start(SAGA, "1", new Transfer("1", refused));
            node.awaitEnd(id);
            assertThat(node.statusOf(id)).isEqualTo(status);
            assertThat(effects("1")).isEqualTo(effects);
        }
    }

    @Test
    void a_transfer_that_nobody_refuses_is_completed_and_every_effect_happens_once() {
        assertEnds("nothing", SagaStatus.COMPLETED, Transfer.ALL);
    }

    @Test
    void a_refusal_undoes_what_was_done_before_and_nothing_else() {
        assertEnds("debit", SagaStatus.COMPENSATED, List.of("noted", "crossed out"));
    }

    @Test
    void a_refused_pivot_undoes_everything_in_reverse() {
        assertEnds("credit", SagaStatus.COMPENSATED, Transfer.UNDONE);
    }

    @Test
    void a_start_is_stored_with_the_callers_transaction_or_not_at_all() {
        try (Node node = new Node()) {
            assertThatThrownBy(() -> node.database.transactions().run(() -> {
                        node.sagas.start(SAGA, "1", new Transfer("1", "nothing"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(node.sagas.find("transfer", "1")).isEmpty();
        }
    }

    @Test
    void starts_of_one_business_key_are_one_instance() {
        try (Node node = new Node()) {
            Callable<UUID> start = () -> node.sagas.start(SAGA, "1", new Transfer("1", "nothing"));
            List<Race.Finish<UUID>> finishes = Race.run(List.of(start, start, start));

            assertThat(finishes).extracting(Race.Finish::failure).containsOnlyNulls();
            Set<UUID> ids = finishes.stream().map(Race.Finish::value).collect(Collectors.toSet());
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void wrong_arguments_are_refused_before_anything_is_written() {
        try (Node node = new Node()) {
            assertThatThrownBy(() -> node.sagas.start(SAGA, " ", new Transfer("1", "nothing")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> node.sagas.start("unknown", "1", new Transfer("1", "nothing")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("unknown");
            assertThat(node.sagas.counts()).isEmpty();
        }
    }

    @Test
    void an_instance_that_one_process_began_the_next_one_ends() {
        UUID id;
        try (Node node = new Node()) {
            id = node.sagas.start(SAGA, "1", new Transfer("1", "nothing"));
        }
        try (Node next = new Node().start()) {
            next.awaitEnd(id);
            assertThat(next.statusOf(id)).isEqualTo(SagaStatus.COMPLETED);
        }
        assertThat(effects("1")).isEqualTo(Transfer.ALL);
    }

    @Test
    void two_processes_do_every_step_of_many_instances_once() {
        int instances = 12;
        try (Node one = new Node().start();
                Node other = new Node().start()) {
            for (int i = 0; i < instances; i++) {
                (i % 2 == 0 ? one : other)
                        .sagas.start(SAGA, "" + i, new Transfer("" + i, i % 3 == 0 ? "credit" : "nothing"));
            }
            await(() -> one.sagas.list(SagaStatus.COMPLETED, 100).size()
                            + one.sagas.list(SagaStatus.COMPENSATED, 100).size()
                    == instances);
        }
        for (int i = 0; i < instances; i++) {
            assertThat(effects("" + i)).isEqualTo(i % 3 == 0 ? Transfer.UNDONE : Transfer.ALL);
        }
    }

    @Test
    void a_process_that_dies_at_any_call_of_a_completing_transfer_leaves_it_to_the_next_one() throws SQLException {
        assertSurvivesCrashes("nothing", SagaStatus.COMPLETED, Transfer.ALL);
    }

    @Test
    void a_process_that_dies_at_any_call_of_a_compensating_transfer_leaves_it_to_the_next_one() throws SQLException {
        assertSurvivesCrashes("credit", SagaStatus.COMPENSATED, Transfer.UNDONE);
    }

    private void assertSurvivesCrashes(String refused, SagaStatus status, List<String> effects) throws SQLException {
        int calls = countCalls(refused);
        for (int crash = 1; crash <= CRASHES; crash++) {
            begin();
            UUID id;
            try (Node dying = new Node()) {
                id = dying.sagas.start(SAGA, "1", new Transfer("1", refused));
                watched.breakAt(
                        Math.max(1, crash * calls / (CRASHES + 1)), crash % 2 == 0 ? Moment.BEFORE : Moment.AFTER);
                dying.start();
                await(watched::isBroken);
            }
            watched.mend();
            try (Node next = new Node().start()) {
                next.awaitEnd(id);
                assertThat(next.statusOf(id)).isEqualTo(status);
                assertThat(effects("1")).as("crash %d of %d", crash, CRASHES).isEqualTo(effects);
            }
        }
    }

    private int countCalls(String refused) {
        try (Node node = new Node()) {
            UUID id = node.sagas.start(SAGA, "1", new Transfer("1", refused));
            watched.forget();
            node.start();
            node.awaitEnd(id);
            return watched.calls().size();
        }
    }
}
