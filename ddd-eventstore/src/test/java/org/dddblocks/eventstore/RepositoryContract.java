package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.placed;
import static org.dddblocks.eventstore.Shop.units;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.AggregateNotFoundException;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.RolledBackException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a repository of event-sourced roots promises. */
abstract class RepositoryContract {
    private static final OrderId ID = new OrderId("42");
    private static final StreamId STREAM = Shop.order("42");
    private final Shop shop;
    private final Repository<Order, OrderId> orders;
    private final Threads threads = new Threads();

    RepositoryContract(TestDatabase database) {
        shop = Shop.on(database);
        orders = shop.store.repository(Order.TYPE).build();
    }

    @AfterEach
    void close() {
        threads.close();
        shop.close();
    }

    @Test
    void finds_what_was_added_and_saved() {
        Order order = Order.place(ID, "ann");
        orders.add(order);
        order.add(3);
        order.add(4);
        orders.save(order);

        Order found = orders.get(ID);
        assertThat(found.customer()).isEqualTo("ann");
        assertThat(found.units()).isEqualTo(7);
        assertThat(Changes.version(found)).isEqualTo(3);
        assertThat(Changes.pending(order)).isEmpty();
        assertThat(Changes.version(order)).isEqualTo(3);
        assertThat(orders.find(new OrderId("43"))).isEmpty();
        assertThatThrownBy(() -> orders.get(new OrderId("43")))
                .isInstanceOf(AggregateNotFoundException.class)
                .hasMessageContaining("order/43");
    }

    @Test
    void a_save_without_changes_sends_nothing() {
        orders.add(Order.place(ID, "ann"));
        Order order = orders.get(ID);
        shop.dataSource.take();
        orders.save(order);
        assertThat(shop.feed()).hasSize(1);
    }

    @Test
    void wrong_use_is_refused_with_the_right_one() {
        assertThatThrownBy(() -> orders.add(Order.blank(ID))).hasMessageContainingAll("order/42", "nothing happened");
        assertThatThrownBy(() -> orders.save(Order.place(ID, "ann"))).hasMessageContainingAll("order/42", "Call add");
        Order order = Order.place(ID, "ann");
        orders.add(order);
        order.add(1);
        assertThatThrownBy(() -> orders.add(order)).hasMessageContainingAll("version 1", "Call save");
        assertThatThrownBy(() -> orders.add(Order.place(ID, "bob"))).isInstanceOf(ConflictException.class);
        assertThat(shop.feed()).containsExactly(placed("42"));
    }

    @Test
    void pending_events_survive_a_failed_save() {
        orders.add(Order.place(ID, "ann"));
        Order mine = orders.get(ID);
        Order theirs = orders.get(ID);
        theirs.add(5);
        orders.save(theirs);
        mine.add(3);

        assertThatThrownBy(() -> orders.save(mine)).isInstanceOf(ConflictException.class);

        assertThat(Changes.pending(mine)).containsExactly(units(3));
        assertThat(Changes.version(mine)).isEqualTo(1);
        assertThat(shop.events(STREAM)).containsExactly(placed("42"), units(5));
    }

    @Test
    void pending_events_survive_a_joined_transaction_that_is_rolled_back_later() {
        Order order = Order.place(ID, "ann");
        assertThatThrownBy(() -> shop.transactions.run(() -> {
                    orders.add(order);
                    order.add(1);
                    orders.save(order);
                    assertThat(orders.get(ID).units()).isEqualTo(1);
                    throw new IllegalStateException("later");
                }))
                .hasMessage("later");
        assertThat(Changes.pending(order)).containsExactly(placed("42"), units(1));
        assertThat(Changes.version(order)).isZero();

        orders.add(order);
        assertThat(shop.feed()).containsExactly(placed("42"), units(1));
        assertThat(Changes.pending(order)).isEmpty();
    }

    @Test
    void a_second_save_in_one_transaction_appends_only_the_rest() {
        Order order = Order.place(ID, "ann");
        shop.transactions.run(() -> {
            orders.add(order);
            order.add(1);
            orders.save(order);
            orders.save(order);
            order.add(2);
        });
        assertThat(Changes.pending(order)).containsExactly(units(2));
        orders.save(order);
        assertThat(shop.feed()).containsExactly(placed("42"), units(1), units(2));
    }

    @Test
    void recorded_events_are_handed_on_in_the_saving_transaction_and_fall_with_it() {
        List<String> received = new ArrayList<>();
        Repository<Order, OrderId> watched = shop.store
                .repository(Order.TYPE)
                .recordedEvents(events -> {
                    assertThat(shop.transactions.active()).isTrue();
                    events.forEach(e -> received.add(e.version() + " " + e.typeName()));
                    assertThat(shop.store.version(STREAM))
                            .isEqualTo(events.get(events.size() - 1).version());
                    if (received.size() > 2) {
                        throw new IllegalStateException("outbox full");
                    }
                })
                .build();
        Order order = Order.place(ID, "ann");
        order.add(1);
        watched.add(order);
        assertThat(received).containsExactly("1 ordering.OrderPlaced", "2 ordering.UnitsAdded");

        order.add(2);
        assertThatThrownBy(() -> watched.save(order)).hasMessage("outbox full");
        assertThat(shop.feed()).containsExactly(placed("42"), units(1));
        assertThat(Changes.pending(order)).containsExactly(units(2));
    }

    @Test
    void a_loser_hands_nothing_on() {
        AtomicInteger calls = new AtomicInteger();
        Repository<Order, OrderId> watched = shop.store
                .repository(Order.TYPE)
                .recordedEvents(events -> calls.incrementAndGet())
                .build();
        watched.add(Order.place(ID, "ann"));
        assertThatThrownBy(() -> watched.add(Order.place(ID, "bob"))).isInstanceOf(ConflictException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void a_receiver_that_fails_after_the_append_forbids_the_commit_of_a_joined_transaction() {
        Repository<Order, OrderId> watched = shop.store
                .repository(Order.TYPE)
                .recordedEvents(events -> orders.add(Order.place(new OrderId("taken"), "bob")))
                .build();
        orders.add(Order.place(new OrderId("taken"), "ann"));

        assertThatThrownBy(() ->
                        shop.transactions.run(() -> assertThatThrownBy(() -> watched.add(Order.place(ID, "ann")))
                                .isInstanceOf(ConflictException.class)))
                .isInstanceOf(RolledBackException.class);
        assertThat(shop.feed()).containsExactly(placed("taken"));
    }

    /** Before a further try locks the stream, eight writers used up ten tries now and then. */
    @Test
    void however_many_update_one_root_two_tries_are_enough_for_each() throws Exception {
        orders.add(Order.place(ID, "ann"));
        Repository<Order, OrderId> twice =
                shop.store.repository(Order.TYPE).attempts(2).build();
        threads.together(Collections.nCopies(8, () -> {
            for (int i = 0; i < 25; i++) {
                twice.update(ID, order -> order.add(1));
            }
            return true;
        }));
        assertThat(orders.get(ID).units()).isEqualTo(200);
        assertThat(shop.feed()).hasSize(201);
    }

    @Test
    void update_gives_up_after_its_attempts_and_says_so() {
        orders.add(Order.place(ID, "ann"));
        AtomicInteger decisions = new AtomicInteger();
        Repository<Order, OrderId> once =
                shop.store.repository(Order.TYPE).attempts(1).build();
        assertThatThrownBy(() -> once.update(ID, order -> {
                    decisions.incrementAndGet();
                    order.add(1);
                    shop.transactions.callInNew(() -> orders.update(ID, other -> other.add(10)));
                }))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("order/42");
        assertThat(decisions).hasValue(1);
        assertThat(orders.get(ID).units()).isEqualTo(10);
    }

    @Test
    void update_decides_again_on_the_newest_state() {
        orders.add(Order.place(ID, "ann"));
        List<Integer> seen = new ArrayList<>();
        orders.update(ID, order -> {
            seen.add(order.units());
            order.add(1);
            if (seen.size() == 1) {
                shop.transactions.callInNew(() -> orders.update(ID, other -> other.add(10)));
            }
        });
        assertThat(seen).containsExactly(0, 10);
        assertThat(orders.get(ID).units()).isEqualTo(11);
    }

    /** It would read the same old state as often as it is asked. */
    @Test
    void update_in_an_adopted_repeatable_read_does_not_decide_again() throws Exception {
        orders.add(Order.place(ID, "ann"));
        AtomicInteger decisions = new AtomicInteger();
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            callers.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                assertThatThrownBy(() -> orders.update(ID, order -> {
                            decisions.incrementAndGet();
                            order.add(1);
                            updateElsewhere();
                        }))
                        .isInstanceOf(ConflictException.class);
                callers.rollback();
                adopted.rolledBack();
            }
            callers.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            callers.setAutoCommit(true);
        }
        assertThat(decisions).hasValue(1);
        assertThat(orders.get(ID).units()).isEqualTo(10);
    }

    private void updateElsewhere() {
        try {
            threads.start(() -> orders.update(ID, other -> other.add(10))).get(120, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void update_in_a_joined_transaction_decides_again_in_it() {
        orders.add(Order.place(ID, "ann"));
        AtomicInteger decisions = new AtomicInteger();
        shop.transactions.run(() -> orders.update(ID, order -> {
            order.add(1);
            if (decisions.getAndIncrement() == 0) {
                shop.transactions.callInNew(() -> orders.update(ID, other -> other.add(10)));
            }
        }));
        assertThat(decisions).hasValue(2);
        assertThat(orders.get(ID).units()).isEqualTo(11);
    }

    @Test
    void a_refused_decision_changes_nothing() {
        orders.add(Order.place(ID, "ann"));
        orders.update(ID, order -> order.cancel("late"));
        assertThatThrownBy(() -> orders.update(ID, order -> order.add(1))).isInstanceOf(DomainRejection.class);
        assertThat(shop.feed()).hasSize(2);
        assertThat(orders.get(ID).cancelled()).isTrue();
    }

    @Test
    void a_root_saved_on_an_adopted_connection_changes_when_the_caller_says_it_committed() throws Exception {
        Order order = Order.place(ID, "ann");
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                orders.add(order);
                callers.rollback();
                adopted.rolledBack();
            }
            assertThat(Changes.pending(order)).hasSize(1);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                orders.add(order);
                callers.commit();
                adopted.committed();
            }
            assertThat(Changes.pending(order)).isEmpty();
            order.add(1);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                assertThat(adopted).isNotNull();
                orders.save(order);
                callers.commit();
            }
            callers.setAutoCommit(true);
        }
        assertThatThrownBy(() -> orders.save(order)).hasMessageContaining("spent");
        assertThatCode(() -> orders.update(ID, again -> again.add(2))).doesNotThrowAnyException();
        assertThat(orders.get(ID).units()).isEqualTo(3);
    }

    @Test
    void a_stream_with_events_of_another_family_is_refused_and_named() {
        shop.store.append(STREAM, 0, IntStream.of(1).mapToObj(Shop::units).toList());
        assertThat(orders.get(ID).units()).isEqualTo(1);
        assertThatThrownBy(() -> shop.store.repository(Parcel.TYPE).build().find(new Parcel.ParcelId("42")))
                .hasMessageContainingAll("order/42", "UnitsAdded", "ParcelEvent", "its own name");
    }
}
