package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.persistence.Stocks.A4;

import org.dddblocks.core.Changes;
import org.dddblocks.core.DomainRejection;

class StateRepositoryTest {

    @OnEachDatabase
    void a_root_is_found_as_it_was_saved_and_event_i_has_version_old_plus_i(TestDatabase kind) {
        Stocks stocks = Stocks.onPoolOfOne(kind);
        Stock stock = Stock.of("A4", 10);
        stock.take(3);
        stocks.repository.add(stock);
        stocks.repository.update(A4, found -> found.take(2));

        assertThat(stocks.repository.get(A4).units()).isEqualTo(5);
        assertThat(stocks.rows()).containsExactly("A4 5 v3");
        assertThat(stocks.messages())
                .containsExactly("1 inventory.UnitsAdded", "2 inventory.UnitsTaken", "3 inventory.UnitsTaken");
    }

    @OnEachDatabase
    void a_root_that_was_never_added_is_absent_and_getting_it_names_it(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        assertThat(stocks.repository.find(A4)).isEmpty();
        assertThatThrownBy(() -> stocks.repository.get(A4))
                .isInstanceOf(AggregateNotFoundException.class)
                .hasMessageContaining("stock/A4");
    }

    @OnEachDatabase
    void a_change_without_an_event_moves_the_version_too(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        stocks.repository.update(A4, stock -> stock.recountSilently(9));
        assertThat(stocks.rows()).containsExactly("A4 9 v2");
        assertThat(stocks.messages()).hasSize(1);
    }

    @OnEachDatabase
    void state_and_handed_on_events_commit_together_or_not_at_all(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        stocks.beforeRows = () -> {
            throw new IllegalStateException("translator is broken");
        };
        assertThatThrownBy(() -> stocks.repository.update(A4, stock -> stock.take(1)))
                .hasMessage("translator is broken");
        assertThat(stocks.rows()).containsExactly("A4 10 v1");
        assertThat(stocks.messages()).hasSize(1);
    }

    @OnEachDatabase
    void a_save_whose_port_failed_forbids_the_commit_of_the_caller_who_swallowed_it(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        stocks.beforeRows = () -> {
            throw new IllegalStateException("translator is broken");
        };
        assertThatThrownBy(() -> stocks.transactions.run(() -> {
                    Stock stock = stocks.repository.get(A4);
                    stock.take(1);
                    assertThatIllegalStateException().isThrownBy(() -> stocks.repository.save(stock));
                }))
                .isInstanceOf(RolledBackException.class);
        assertThat(stocks.rows()).containsExactly("A4 10 v1");
    }

    @OnEachDatabase
    void a_conflict_thrown_by_the_port_is_no_conflict_of_this_root_and_forbids_the_commit(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 10));
        stocks.beforeRows = () -> {
            throw new ConflictException("other/1", 1, java.util.OptionalLong.of(2), true);
        };
        assertThatThrownBy(() -> stocks.transactions.run(() -> {
                    Stock stock = stocks.repository.get(A4);
                    stock.take(1);
                    assertThatThrownBy(() -> stocks.repository.save(stock)).isInstanceOf(ConflictException.class);
                }))
                .isInstanceOf(RolledBackException.class);
        assertThat(stocks.rows()).containsExactly("A4 10 v1");
    }

    @OnEachDatabase
    void a_refusal_of_the_business_writes_nothing_and_passes_through(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        stocks.repository.add(Stock.of("A4", 1));
        assertThatThrownBy(() -> stocks.repository.update(A4, stock -> stock.take(2)))
                .isInstanceOf(DomainRejection.class);
        assertThat(stocks.rows()).containsExactly("A4 1 v1");
    }

    @OnEachDatabase
    void adding_a_stored_root_and_saving_a_new_one_are_refused_with_the_right_call(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        assertThatIllegalStateException()
                .isThrownBy(() -> stocks.repository.save(stock))
                .withMessageContaining("Call add(root)");
        stocks.repository.add(stock);
        assertThatIllegalStateException()
                .isThrownBy(() -> stocks.repository.add(stock))
                .withMessageContaining("Call save(root)");
        assertThat(stocks.rows()).containsExactly("A4 10 v1");
    }

    @OnEachDatabase
    void pending_events_survive_a_failed_save_and_are_written_by_the_next_one(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        stocks.beforeRows = () -> {
            throw new IllegalStateException("once");
        };
        assertThatIllegalStateException().isThrownBy(() -> stocks.repository.add(stock));
        assertThat(Changes.pending(stock)).hasSize(1);
        assertThat(Changes.version(stock)).isZero();

        stocks.beforeRows = () -> {};
        stocks.repository.add(stock);
        assertThat(Changes.pending(stock)).isEmpty();
        assertThat(Changes.version(stock)).isOne();
        assertThat(stocks.messages()).containsExactly("1 inventory.UnitsAdded");
    }

    @OnEachDatabase
    void pending_events_survive_a_joined_transaction_that_is_rolled_back_later(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        assertThatThrownBy(() -> stocks.transactions.run(() -> {
                    stocks.repository.add(stock);
                    assertThat(Changes.pending(stock)).hasSize(1);
                    throw new IllegalStateException("later");
                }))
                .hasMessage("later");
        assertThat(Changes.pending(stock)).hasSize(1);
        stocks.repository.add(stock);
        assertThat(stocks.rows()).containsExactly("A4 10 v1");
        assertThat(stocks.messages()).containsExactly("1 inventory.UnitsAdded");
    }

    @OnEachDatabase
    void two_saves_in_one_transaction_hand_on_each_event_once(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        stocks.transactions.run(() -> {
            stocks.repository.add(stock);
            stock.take(1);
            stocks.repository.save(stock);
            stock.take(2);
            stocks.repository.save(stock);
        });
        assertThat(stocks.messages())
                .containsExactly("1 inventory.UnitsAdded", "2 inventory.UnitsTaken", "3 inventory.UnitsTaken");
        assertThat(stocks.rows()).containsExactly("A4 7 v3");
        assertThat(Changes.version(stock)).isEqualTo(3);
    }

    @OnEachDatabase
    void an_event_recorded_after_the_save_stays_pending_over_the_commit(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        stocks.transactions.run(() -> {
            stocks.repository.add(stock);
            stock.take(1);
        });
        assertThat(Changes.pending(stock)).containsExactly(new StockEvent.UnitsTaken(A4, 1));
        assertThat(Changes.version(stock)).isOne();
        stocks.repository.save(stock);
        assertThat(stocks.messages()).containsExactly("1 inventory.UnitsAdded", "2 inventory.UnitsTaken");
    }

    @OnEachDatabase
    void a_root_saved_in_an_open_transaction_is_refused_in_another(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        stocks.transactions.run(() -> {
            stocks.repository.add(stock);
            assertThatIllegalStateException()
                    .isThrownBy(() -> stocks.transactions.callInNew(() -> {
                        stocks.repository.save(stock);
                        return true;
                    }))
                    .withMessageContaining("still open");
        });
        assertThat(stocks.rows()).containsExactly("A4 10 v1");
    }

    @OnEachDatabase
    void a_root_of_an_unknown_commit_is_spent_until_it_is_loaded_again(TestDatabase kind) {
        Stocks stocks = Stocks.on(kind);
        Stock stock = Stock.of("A4", 10);
        stocks.dataSource.breakAfter("commit", new java.sql.SQLException("reset", "08006"));
        assertThatThrownBy(() -> stocks.repository.add(stock)).isInstanceOf(CommitOutcomeUnknownException.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> stocks.repository.save(stock))
                .withMessageContainingAll("spent", "Load it again");
        stocks.repository.update(A4, found -> found.take(1));
        assertThat(stocks.rows()).containsExactly("A4 9 v2");
    }
}
