package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dddblocks.core.Decider;
import org.dddblocks.core.Decision;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.Fold;
import org.dddblocks.core.SnapshotType;
import org.dddblocks.core.StreamId;
import org.dddblocks.eventstore.DeciderRepository.Handled;
import org.dddblocks.persistence.AggregateNotFoundException;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a repository of a decider promises: the same as one of roots, with commands instead of methods. */
abstract class DeciderContract {
    sealed interface TankEvent extends DomainEvent {
        record Filled(int litres) implements TankEvent {}

        record Drawn(int litres) implements TankEvent {}
    }

    sealed interface TankCommand {
        record Fill(int litres) implements TankCommand {}

        record Draw(int litres) implements TankCommand {}
    }

    record Tank(int litres) {
        static final Fold<Tank, TankEvent> FOLD = Fold.of(Tank.class, TankEvent.class)
                .on(TankEvent.Filled.class, (tank, e) -> new Tank(tank.litres + e.litres()))
                .on(TankEvent.Drawn.class, (tank, e) -> new Tank(tank.litres - e.litres()))
                .build();
        static final Decider<TankCommand, Tank, TankEvent> TANK = Decider.of(new Tank(0), Tank::decide, FOLD);
        static final SnapshotType<Tank, Tank> SNAPSHOTS = SnapshotType.ofState(TANK, 1, Tank.class);

        static Decision<TankEvent> decide(Tank tank, TankCommand command) {
            if (command instanceof TankCommand.Fill fill) {
                return fill.litres() == 0
                        ? Decision.accepted()
                        : Decision.accepted(new TankEvent.Filled(fill.litres()));
            }
            int litres = ((TankCommand.Draw) command).litres();
            return litres > tank.litres
                    ? Decision.rejected("TANK_LOW", "Only %d litres are left.", tank.litres)
                    : Decision.accepted(new TankEvent.Drawn(litres));
        }
    }

    private static final PayloadCodec CODEC = JacksonCodec.builder()
            .type(TankEvent.Filled.class, "filled")
            .type(TankEvent.Drawn.class, "drawn")
            .build();
    private static final StreamId STREAM = new StreamId("tank", "1");

    private final Shop shop;
    private final EventStore store;
    private final DeciderRepository<TankCommand, Tank, TankEvent> tanks;

    DeciderContract(TestDatabase database) {
        shop = Shop.on(database);
        store = JdbcEventStore.on(shop.database, CODEC);
        tanks = store.repository("tank", Tank.TANK).build();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_command_is_decided_on_the_stored_state_and_its_events_are_stored() {
        assertThat(tanks.find("1")).isEmpty();
        assertThatThrownBy(() -> tanks.get("1"))
                .isInstanceOf(AggregateNotFoundException.class)
                .hasMessageContaining("tank/1");
        Handled<Tank, TankEvent> filled = tanks.handle("1", new TankCommand.Fill(10));
        assertThat(filled).isEqualTo(new Handled<>(Decision.accepted(new TankEvent.Filled(10)), new Tank(10), 1));
        assertThat(tanks.handle("1", new TankCommand.Draw(4)).orThrow()).isEqualTo(new Tank(6));
        assertThat(tanks.get("1")).isEqualTo(new Tank(6));
        assertThat(tanks.asOf("1", 1)).hasValue(new Tank(10));
        assertThat(tanks.asOf("1", Shop.NOON)).hasValue(new Tank(6));
        assertThatThrownBy(() -> tanks.asOf("1", 3)).isInstanceOf(NoSuchVersionException.class);
    }

    @Test
    void a_refusal_and_a_decision_without_events_store_nothing() {
        tanks.handle("1", new TankCommand.Fill(3));
        Handled<Tank, TankEvent> refused = tanks.handle("1", new TankCommand.Draw(4));

        assertThat(refused.state()).isEqualTo(new Tank(3));
        assertThatThrownBy(refused::orThrow).isInstanceOf(DomainRejection.class).hasMessageContaining("3 litres");
        assertThat(tanks.handle("1", new TankCommand.Fill(0)).version()).isEqualTo(1);
        assertThat(tanks.handle("2", new TankCommand.Fill(0)).version()).isZero();
        assertThat(store.version(STREAM)).isEqualTo(1);
        assertThatThrownBy(() -> tanks.handle("1", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("command");
    }

    @Test
    void recorded_events_are_handed_on_in_the_same_transaction_and_fall_with_it() {
        List<String> received = new ArrayList<>();
        DeciderRepository<TankCommand, Tank, TankEvent> watched = store.repository("tank", Tank.TANK)
                .recordedEvents(events -> {
                    assertThat(shop.transactions.active()).isTrue();
                    events.forEach(e -> received.add(e.version() + " " + e.typeName()));
                    if (received.size() > 1) {
                        throw new IllegalStateException("outbox full");
                    }
                })
                .build();
        watched.handle("1", new TankCommand.Fill(10));
        assertThatThrownBy(() -> watched.handle("1", new TankCommand.Draw(1))).hasMessage("outbox full");

        assertThat(received).containsExactly("1 filled", "2 drawn");
        assertThat(tanks.get("1")).isEqualTo(new Tank(10));
    }

    @Test
    void however_many_handle_commands_two_tries_are_enough_for_each() throws Exception {
        DeciderRepository<TankCommand, Tank, TankEvent> twice =
                store.repository("tank", Tank.TANK).attempts(2).build();
        twice.handle("1", new TankCommand.Fill(100));
        try (Threads threads = new Threads()) {
            threads.together(Collections.nCopies(6, () -> {
                for (int i = 0; i < 20; i++) {
                    twice.handle("1", new TankCommand.Draw(1));
                }
                return true;
            }));
        }
        assertThat(tanks.get("1")).as("120 tried, 100 were there").isEqualTo(new Tank(0));
        assertThat(store.version(STREAM)).isEqualTo(101);
    }

    @Test
    void states_are_loaded_from_snapshots() throws Exception {
        try (Snapshots snapshots =
                Snapshots.on(store, SnapshotConfig.builder().every(5).build())) {
            DeciderRepository<TankCommand, Tank, TankEvent> repository = store.repository("tank", Tank.TANK)
                    .snapshots(Tank.SNAPSHOTS, snapshots)
                    .build();
            for (int i = 1; i <= 7; i++) {
                repository.handle("1", new TankCommand.Fill(i));
            }
            assertThat(snapshots.awaitIdle(Duration.ofSeconds(120))).isTrue();
            assertThat(snapshots.health().taken()).isPositive();
            assertThat(repository.get("1")).isEqualTo(tanks.get("1")).isEqualTo(new Tank(28));
            shop.transactions.run(() -> Jdbc.update(
                    shop.transactions.connection(),
                    "delete from " + shop.database.table("event") + " where version < 5"));
            assertThat(repository.get("1")).as("not from the events before it").isEqualTo(new Tank(28));
        }
    }

    @Test
    void wrong_names_are_refused() {
        assertThatThrownBy(() -> store.repository("no good", Tank.TANK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no good");
        assertThatThrownBy(() -> tanks.requestSnapshot("1")).hasMessageContaining(".snapshots(");
    }
}
