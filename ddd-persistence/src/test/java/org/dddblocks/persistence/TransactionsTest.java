package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.persistence.TransactionOutcome.COMMITTED;
import static org.dddblocks.persistence.TransactionOutcome.ROLLED_BACK;

import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

class TransactionsTest {

    @OnEachDatabase
    void work_that_returns_is_stored_and_work_that_throws_is_not(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> notes.write("kept"));
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("lost");
                    throw new IOException("the caller's own");
                }))
                .isInstanceOf(IOException.class);
        assertThat(notes.stored()).containsExactly("kept");
        assertThat(notes.dataSource.lent()).isZero();
    }

    @OnEachDatabase
    void an_error_of_the_jvm_rolls_back_too(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("lost");
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void nested_calls_share_one_transaction_and_one_connection(TestDatabase kind) {
        Notes notes = Notes.onPoolOfOne(kind);
        notes.transactions.run(() -> {
            Connection outer = notes.transactions.connection();
            notes.write("outer");
            notes.transactions.run(() -> {
                assertThat(notes.transactions.connection()).isSameAs(outer);
                notes.write("inner");
            });
            assertThat(notes.database.now()).isNotNull();
        });
        assertThat(notes.stored()).containsExactly("inner", "outer");
    }

    @OnEachDatabase
    void joined_work_that_failed_is_never_committed_even_if_the_exception_is_caught(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        var failure = new IllegalArgumentException("half done");
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("outer");
                    try {
                        notes.transactions.run(() -> {
                            notes.write("half");
                            throw failure;
                        });
                    } catch (IllegalArgumentException swallowed) {
                        notes.write("after");
                    }
                }))
                .isInstanceOf(RolledBackException.class)
                .hasCause(failure)
                .hasMessageContainingAll("rolled back", "IllegalArgumentException", "callInNew");
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void work_in_a_new_transaction_ends_on_its_own_whatever_happens_outside(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("outer");
                    Connection outer = notes.transactions.connection();
                    notes.transactions.callInNew(() -> {
                        assertThat(notes.transactions.connection()).isNotSameAs(outer);
                        notes.write("new");
                        return true;
                    });
                    assertThat(notes.transactions.connection()).isSameAs(outer);
                    throw new IllegalStateException("outer fails");
                }))
                .hasMessage("outer fails");
        assertThat(notes.stored()).containsExactly("new");
    }

    @OnEachDatabase
    void a_new_transaction_that_fails_leaves_the_outer_one_alone(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> {
            notes.write("outer");
            assertThatThrownBy(() -> notes.transactions.callInNew(() -> {
                        notes.write("new");
                        throw new IllegalStateException("new fails");
                    }))
                    .hasMessage("new fails");
        });
        assertThat(notes.stored()).containsExactly("outer");
    }

    @OnEachDatabase
    void a_transaction_marked_rollback_only_ends_with_an_exception(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("lost");
                    notes.transactions.rollbackOnly(new IllegalStateException("why"));
                }))
                .isInstanceOf(RolledBackException.class)
                .hasRootCauseMessage("why");
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void actions_before_the_commit_run_in_order_write_and_register_more(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        List<String> order = new ArrayList<>();
        notes.transactions.run(() -> {
            notes.transactions.beforeCommit(() -> {
                order.add("first");
                notes.transactions.beforeCommit(() -> {
                    order.add("third");
                    notes.write("third");
                });
            });
            notes.transactions.run(() -> notes.transactions.beforeCommit(() -> order.add("second")));
            order.add("work");
        });
        assertThat(order).containsExactly("work", "first", "second", "third");
        assertThat(notes.stored()).containsExactly("third");
    }

    @OnEachDatabase
    void a_failing_action_before_the_commit_rolls_everything_back(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        List<TransactionOutcome> outcomes = new ArrayList<>();
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.write("lost");
                    notes.transactions.afterCompletion(outcomes::add);
                    notes.transactions.beforeCommit(() -> {
                        throw new IOException("no disk");
                    });
                }))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("beforeCommit")
                .hasRootCauseMessage("no disk");
        assertThat(notes.stored()).isEmpty();
        assertThat(outcomes).containsExactly(ROLLED_BACK);
    }

    @OnEachDatabase
    void joined_work_that_failed_before_the_commit_forbids_it_too(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        assertThatThrownBy(() -> notes.transactions.run(() -> notes.transactions.beforeCommit(() -> {
                    try {
                        notes.transactions.run(() -> {
                            notes.write("half");
                            throw new IllegalStateException("half done");
                        });
                    } catch (IllegalStateException swallowed) {
                        notes.write("after");
                    }
                })))
                .isInstanceOf(RolledBackException.class)
                .hasRootCauseMessage("half done");
        assertThat(notes.stored()).isEmpty();
    }

    @OnEachDatabase
    void actions_after_the_commit_run_once_it_is_stored_and_hold_no_connection(TestDatabase kind) {
        Notes notes = Notes.onPoolOfOne(kind);
        List<String> seen = new ArrayList<>();
        notes.transactions.run(() -> {
            notes.write("first");
            notes.transactions.afterCompletion(outcome -> seen.add(outcome.name()));
            notes.transactions.afterCommit(() -> seen.addAll(notes.stored()));
            notes.transactions.afterCommit(() -> notes.transactions.run(() -> notes.write("second")));
        });
        assertThat(seen).containsExactly(COMMITTED.name(), "first");
        assertThat(notes.stored()).containsExactly("first", "second");
    }

    @OnEachDatabase
    void a_failing_action_after_the_commit_undoes_nothing_and_stops_no_other(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        List<String> ran = new ArrayList<>();
        try (LogCapture log = LogCapture.of(Transactions.class)) {
            notes.transactions.run(() -> {
                notes.write("kept");
                notes.transactions.afterCommit(() -> {
                    throw new IllegalStateException("listener is broken");
                });
                notes.transactions.afterCommit(() -> ran.add("other"));
            });
            assertThat(log.text()).contains("afterCommit failed", "listener is broken");
        }
        assertThat(ran).containsExactly("other");
        assertThat(notes.stored()).containsExactly("kept");
    }

    @OnEachDatabase
    void actions_after_the_commit_never_run_after_a_rollback(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        List<Object> ran = new ArrayList<>();
        assertThatThrownBy(() -> notes.transactions.run(() -> {
                    notes.transactions.afterCommit(() -> ran.add("afterCommit"));
                    notes.transactions.afterCompletion(ran::add);
                    throw new IllegalStateException("x");
                }))
                .hasMessage("x");
        assertThat(ran).containsExactly(ROLLED_BACK);
    }

    @OnEachDatabase
    void an_attachment_lives_as_long_as_its_transaction(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        Object first = notes.transactions.call(() -> {
            Object mine = notes.transactions.attachment("key", Object::new);
            assertThat(notes.transactions.call(() -> notes.transactions.attachment("key", Object::new)))
                    .isSameAs(mine);
            assertThat(notes.transactions.callInNew(() -> notes.transactions.attachment("key", Object::new)))
                    .isNotSameAs(mine);
            return mine;
        });
        assertThat(notes.transactions.call(() -> notes.transactions.attachment("key", Object::new)))
                .isNotSameAs(first);
    }

    @OnEachDatabase
    void what_needs_a_transaction_says_so_outside_one(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        assertThat(notes.transactions.active()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(notes.transactions::connection)
                .withMessageContaining("connection() was called outside a transaction")
                .withMessageContaining("transactions.run");
        assertThatIllegalStateException().isThrownBy(() -> notes.transactions.afterCommit(() -> {}));
        assertThatIllegalStateException().isThrownBy(() -> notes.transactions.beforeCommit(() -> {}));
        assertThatIllegalStateException().isThrownBy(() -> notes.transactions.attachment("key", Object::new));
    }
}
