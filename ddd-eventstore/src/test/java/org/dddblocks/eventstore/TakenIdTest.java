package org.dddblocks.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dddblocks.eventstore.Shop.order;
import static org.dddblocks.eventstore.Shop.units;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.dddblocks.persistence.ConflictException;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An append id that is used for other content before the first use is committed, so that nobody could see it. */
class TakenIdTest {
    private static Append append(String order, UUID id) {
        return Append.to(order(order), Expected.any(), List.of(units(1))).id(id);
    }

    @Nested
    class OnPostgres {
        private final Shop shop = Shop.on(TestDatabase.POSTGRESQL);
        private final Threads threads = new Threads();
        private final UUID id = UUID.randomUUID();

        @AfterEach
        void close() {
            threads.close();
            shop.close();
        }

        @Test
        void an_append_of_its_own_finds_out_what_the_id_stands_for() {
            assertThatThrownBy(() -> whileAnotherUsesIt(() -> shop.store.append(append("b", id))))
                    .hasCauseInstanceOf(AppendIdReusedException.class);
            assertThat(shop.feed()).hasSize(1);
        }

        @Test
        void a_transaction_is_told_that_it_is_over() {
            assertThatThrownBy(() ->
                            whileAnotherUsesIt(() -> shop.transactions.call(() -> shop.store.append(append("b", id)))))
                    .cause()
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            conflict -> assertThat(conflict.transactionUsable()).isFalse());
            assertThat(shop.feed()).hasSize(1);
        }

        /** The index makes the second wait until the first has committed. */
        private void whileAnotherUsesIt(Callable<?> second) throws Exception {
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch commit = new CountDownLatch(1);
            var first = threads.start(() -> shop.transactions.call(() -> {
                shop.store.append(append("a", id));
                written.countDown();
                return commit.await(60, SECONDS);
            }));
            assertThat(written.await(60, SECONDS)).isTrue();
            var waiting = threads.start(second);
            Awaitility.await()
                    .atMost(60, SECONDS)
                    .until(() -> shop.transactions.call(() -> !Jdbc.query(
                                    shop.transactions.connection(),
                                    row -> row.getString(1),
                                    "select locktype from pg_locks where not granted")
                            .isEmpty()));
            commit.countDown();
            assertThat(first.get(60, SECONDS)).isTrue();
            waiting.get(60, SECONDS);
        }
    }

    abstract static class OnCounter {
        private final Shop shop;
        private final Threads threads = new Threads();
        private final UUID id = UUID.randomUUID();

        OnCounter(TestDatabase database) {
            shop = Shop.on(database);
        }

        @AfterEach
        void close() {
            threads.close();
            shop.close();
        }

        /** There events are written as the last step, so that the second may overtake the first. */
        @Test
        void a_transaction_that_is_overtaken_is_told_that_it_is_over() {
            assertThatThrownBy(() -> shop.transactions.run(() -> {
                        shop.transactions.beforeCommit(() -> threads.start(() -> shop.store.append(append("a", id)))
                                .get(60, SECONDS));
                        shop.store.append(append("b", id));
                    }))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            conflict -> assertThat(conflict.transactionUsable()).isFalse());
            assertThat(shop.feed()).hasSize(1);
            assertThatThrownBy(() -> shop.store.append(append("b", id))).isInstanceOf(AppendIdReusedException.class);
        }
    }

    @Nested
    class OnH2 extends OnCounter {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    @Tag("services")
    class OnMariaDb extends OnCounter {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
