package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.placed;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dddblocks.core.StreamId;
import org.dddblocks.persistence.AdoptedTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is promised where a counter row gives the order of the feed: places are taken in the order of the commits. */
abstract class CounterContract {
    private static final StreamId ORDER = order("42");
    private final Shop shop;
    private final EventStore store;
    private final Threads threads = new Threads();

    CounterContract(TestDatabase database) {
        shop = Shop.on(database);
        store = shop.store;
    }

    @AfterEach
    void close() {
        threads.close();
        shop.close();
    }

    @Test
    void the_feed_is_locked_only_after_what_others_do_before_the_commit() {
        shop.transactions.run(() -> {
            store.append(ORDER, 0, List.of(placed("42")));
            shop.transactions.beforeCommit(() -> threads.start(
                            () -> store.append(order("43"), 0, List.of(placed("43"))))
                    .get(60, TimeUnit.SECONDS));
        });
        assertThat(shop.feed()).containsExactly(placed("43"), placed("42"));
    }

    @Test
    void appending_in_a_new_transaction_while_the_outer_one_holds_the_feed_is_refused_instead_of_waiting_for_ever()
            throws Exception {
        try (Connection callers = shop.dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = shop.transactions.adopt(callers)) {
                store.append(ORDER, 0, List.of(placed("42")));
                assertThatThrownBy(() ->
                                shop.transactions.callInNew(() -> store.append(order("43"), 0, List.of(placed("43")))))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("this thread", "adopted", "commit");
                callers.commit();
                adopted.committed();
            }
            callers.setAutoCommit(true);
        }
        store.append(order("43"), 0, List.of(placed("43")));
        assertThat(shop.feed()).containsExactly(placed("42"), placed("43"));
    }

    @Test
    void a_new_transaction_inside_another_that_has_appended_commits_first() {
        shop.transactions.run(() -> {
            store.append(ORDER, 0, List.of(placed("42")));
            shop.transactions.callInNew(() -> store.append(order("43"), 0, List.of(placed("43"))));
        });
        assertThat(shop.feed()).containsExactly(placed("43"), placed("42"));
    }
}
